"""Account's use cases, one module for each concern. They import ports and the domain only."""

from dataclasses import dataclass

from subgraphs.account.service.administration import Administration
from subgraphs.account.service.login import Logins
from subgraphs.account.service.profiles import Profiles
from subgraphs.account.service.recovery import Recovery
from subgraphs.account.service.registration import Registration
from subgraphs.account.service.sessions import Sessions
from subgraphs.account.service.two_factor import TwoFactors


@dataclass(frozen=True, slots=True)
class AccountService:
    """The use cases that resolvers and commands call."""

    registration: Registration
    logins: Logins
    sessions: Sessions
    profiles: Profiles
    recovery: Recovery
    two_factors: TwoFactors
    administration: Administration
