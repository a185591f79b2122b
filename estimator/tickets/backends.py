"""The trackers by name."""

from collections.abc import Callable, Mapping

from estimator.model.ticket import Target
from estimator.tickets.dialect import Dialect
from estimator.tickets.gitea import Gitea
from estimator.tickets.github import GitHub
from estimator.tickets.gitlab import GitLab
from estimator.tickets.jiracloud import JiraCloud
from estimator.tickets.jiradc import JiraDataCenter
from estimator.tickets.redmine import Redmine, TextileRedmine

BACKENDS: Mapping[str, Callable[[Target], Dialect]] = {
    "gitea": Gitea,
    "github": GitHub,
    "gitlab": GitLab,
    "jira-cloud": JiraCloud,
    "jira-dc": JiraDataCenter,
    "redmine": Redmine,
}


def dialect_of(target: Target, *, redmine_format: str = "commonmark") -> Dialect:
    """Open the interface of a target; `redmine_format` is commonmark or textile."""
    if target.tracker == "redmine" and redmine_format == "textile":
        return TextileRedmine(target)
    return BACKENDS[target.tracker](target)
