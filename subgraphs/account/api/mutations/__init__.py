"""Account's mutations, by concern."""

import strawberry

from subgraphs.account.api.mutations.administration import AdministrationMutations
from subgraphs.account.api.mutations.login import LoginMutations
from subgraphs.account.api.mutations.profile import ProfileMutations
from subgraphs.account.api.mutations.registration import RegistrationMutations
from subgraphs.account.api.mutations.sessions import SessionMutations
from subgraphs.account.api.mutations.two_factor import TwoFactorMutations


@strawberry.type(description="The mutations.")
class Mutation(
    RegistrationMutations,
    LoginMutations,
    TwoFactorMutations,
    SessionMutations,
    ProfileMutations,
    AdministrationMutations,
):
    pass
