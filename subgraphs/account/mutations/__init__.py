"""Account's mutations, by concern."""

import strawberry

from subgraphs.account.mutations.administration import AdministrationMutations
from subgraphs.account.mutations.login import LoginMutations
from subgraphs.account.mutations.profile import ProfileMutations
from subgraphs.account.mutations.registration import RegistrationMutations
from subgraphs.account.mutations.sessions import SessionMutations
from subgraphs.account.mutations.two_factor import TwoFactorMutations


@strawberry.type(description="What can be changed.")
class Mutation(
    RegistrationMutations,
    LoginMutations,
    TwoFactorMutations,
    SessionMutations,
    ProfileMutations,
    AdministrationMutations,
):
    pass
