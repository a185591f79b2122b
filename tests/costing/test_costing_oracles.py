"""Which oracles a repository shows, and which of them a rule asks for."""

import msgspec
import pytest
from costing_builders import built_in_rules, facts_of

from estimator.costing.oracles import asked_for, oracles_of
from estimator.model.facts import Dependency
from estimator.model.ledger import Oracle
