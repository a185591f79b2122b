"""Builds reports, blocks and markers as a ticket gets them."""

from typing import Any

import msgspec
from reporting_builders import go_report, rust_report

from estimator.model.report import Report
from estimator.model.ticket import Marker
from estimator.reporting.tickets.block import ticket_block
from estimator.reporting.tickets.linking import Forge
from estimator.reporting.tickets.shape import TicketBlock
