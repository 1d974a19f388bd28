/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation BeginTwoFactors($password: String!) {\n  beginTotpEnrolment(password: $password) {\n    __typename\n    ... on TotpEnrolment {\n      secret\n      qrSvg\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.BeginTwoFactorsDocument,
    "subscription BookingUpdated($id: ID!) {\n  bookingUpdated(id: $id) {\n    status\n  }\n}": typeof types.BookingUpdatedDocument,
    "query Booking($id: ID!) {\n  booking(id: $id) {\n    id\n    reference\n    status\n    ticketsPdfUrl\n    createdAt\n    total {\n      amountMinor\n      currency\n    }\n    refundQuote {\n      amountMinor\n      currency\n    }\n    payment {\n      status\n      cardBrand\n      cardLast4\n      refunded {\n        amountMinor\n        currency\n      }\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      movie {\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        address\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n    tickets {\n      id\n      seatId\n      category\n      status\n      qrSvg\n    }\n  }\n}": typeof types.BookingDocument,
    "mutation CancelBooking($input: CancelBookingInput!) {\n  cancelBooking(input: $input) {\n    __typename\n  }\n}": typeof types.CancelBookingDocument,
    "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.ChangePasswordDocument,
    "mutation ConfirmTwoFactors($code: String!) {\n  confirmTotpEnrolment(code: $code) {\n    __typename\n    ... on TotpEnabled {\n      recoveryCodes\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.ConfirmTwoFactorsDocument,
    "mutation DeleteMyAccount($password: String!) {\n  deleteMyAccount(input: {password: $password}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.DeleteMyAccountDocument,
    "mutation DisableTwoFactors($password: String!, $code: String!) {\n  disableTotp(input: {password: $password, code: $code}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.DisableTwoFactorsDocument,
    "mutation EndOtherSessions {\n  revokeOtherSessions {\n    revokedCount\n  }\n}": typeof types.EndOtherSessionsDocument,
    "mutation EndSession($id: ID!) {\n  revokeSession(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}": typeof types.EndSessionDocument,
    "query ExportBookings($after: String) {\n  me {\n    id\n    bookings(first: 20, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          reference\n          status\n          createdAt\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            id\n            startsAt\n            movie {\n              title\n            }\n            cinema {\n              name\n            }\n          }\n          tickets {\n            id\n            seatId\n            category\n            status\n            code\n          }\n          payment {\n            id\n            status\n            createdAt\n            cardBrand\n            cardLast4\n            amount {\n              amountMinor\n              currency\n            }\n            refunds {\n              id\n              createdAt\n              amount {\n                amountMinor\n                currency\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.ExportBookingsDocument,
    "query ExportMyData {\n  exportMyData {\n    account {\n      id\n      email\n      emailVerified\n      firstName\n      lastName\n      phone\n      gender\n      language\n      avatarUrl\n      roles\n      totpEnabled\n      createdAt\n      updatedAt\n    }\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      expiresAt\n      ipAddress\n      userAgent\n    }\n    auditLog {\n      id\n      at\n      action\n      actorId\n      ipAddress\n      userAgent\n      details {\n        name\n        value\n      }\n    }\n  }\n}": typeof types.ExportMyDataDocument,
    "query MyBookings {\n  me {\n    id\n    bookings(first: 20) {\n      totalCount\n      edges {\n        node {\n          id\n          reference\n          status\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            startsAt\n            movie {\n              title\n              posterUrl\n            }\n            cinema {\n              name\n              timezone\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.MyBookingsDocument,
    "query MySessions {\n  me {\n    id\n    sessions {\n      id\n      current\n      createdAt\n      lastSeenAt\n      ipAddress\n      userAgent\n    }\n  }\n}": typeof types.MySessionsDocument,
    "query Profile {\n  me {\n    id\n    firstName\n    lastName\n    phone\n    totpEnabled\n  }\n}": typeof types.ProfileDocument,
    "mutation SendVerificationAgain {\n  sendVerificationAgain {\n    __typename\n  }\n}": typeof types.SendVerificationAgainDocument,
    "mutation SetLanguage($language: Language!) {\n  updateProfile(input: {language: $language}) {\n    __typename\n  }\n}": typeof types.SetLanguageDocument,
    "mutation UpdateProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}": typeof types.UpdateProfileDocument,
    "mutation BookHold($input: BookHoldInput!) {\n  bookHold(input: $input) {\n    __typename\n    ... on Booking {\n      id\n    }\n    ... on PaymentDeclined {\n      declineCode\n    }\n  }\n}": typeof types.BookHoldDocument,
    "mutation ExtendHold($id: ID!) {\n  extendHold(id: $id) {\n    __typename\n  }\n}": typeof types.ExtendHoldDocument,
    "query Hold($id: ID!) {\n  hold(id: $id) {\n    id\n    status\n    expiresAt\n    extended\n    seats {\n      seatId\n      category\n      price {\n        amountMinor\n        currency\n      }\n    }\n    total {\n      amountMinor\n      currency\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      status\n      audioLanguage\n      subtitleLanguage\n      movie {\n        id\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n  }\n}": typeof types.HoldDocument,
    "mutation ReleaseHold($id: ID!) {\n  releaseHold(id: $id) {\n    __typename\n  }\n}": typeof types.ReleaseHoldDocument,
    "query MovieAvailability($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      edges {\n        node {\n          id\n          availableSeatCount\n        }\n      }\n    }\n  }\n}": typeof types.MovieAvailabilityDocument,
    "query Movie($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    ...MovieFacts\n    status\n    releaseDate\n    synopsis\n    subtitleLanguages\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      totalCount\n      edges {\n        node {\n          id\n          startsAt\n          endsAt\n          format\n          status\n          audioLanguage\n          subtitleLanguage\n          cinema {\n            id\n            name\n            timezone\n          }\n          movie {\n            ...MovieFacts\n          }\n        }\n      }\n    }\n  }\n}": typeof types.MovieDocument,
    "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}": typeof types.AvailabilityDocument,
    "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": typeof types.ComingSoonDocument,
    "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}": typeof types.MovieFactsFragmentDoc,
    "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": typeof types.MovieSearchDocument,
    "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}": typeof types.PlacesDocument,
    "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}": typeof types.ProgrammeDocument,
    "mutation HoldBestSeats($input: HoldBestSeatsInput!) {\n  holdBestSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}": typeof types.HoldBestSeatsDocument,
    "mutation HoldSeats($input: HoldSeatsInput!) {\n  holdSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      seatIds\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}": typeof types.HoldSeatsDocument,
    "subscription SeatMapChanged($id: ID!) {\n  seatMapChanged(showtimeId: $id) {\n    ...Seats\n  }\n}": typeof types.SeatMapChangedDocument,
    "query SeatMap($id: ID!) {\n  showtime(id: $id) {\n    seatMap {\n      ...Seats\n    }\n  }\n}": typeof types.SeatMapDocument,
    "fragment Seats on SeatMap {\n  version\n  seats {\n    id\n    row\n    number\n    column\n    seatClass\n    state\n    heldByMe\n  }\n}": typeof types.SeatsFragmentDoc,
    "query Showtime($id: ID!) {\n  showtime(id: $id) {\n    id\n    startsAt\n    endsAt\n    format\n    status\n    audioLanguage\n    subtitleLanguage\n    movie {\n      id\n      title\n      posterUrl\n    }\n    cinema {\n      name\n      timezone\n    }\n    auditorium {\n      name\n    }\n    prices {\n      category\n      seatClass\n      price {\n        amountMinor\n        currency\n      }\n    }\n  }\n}": typeof types.ShowtimeDocument,
    "mutation CompleteLogIn($challenge: String!, $code: String!) {\n  completeLogin(\n    input: {challenge: $challenge, code: $code, tokenDelivery: COOKIE}\n  ) {\n    __typename\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.CompleteLogInDocument,
    "mutation LogIn($email: String!, $password: String!) {\n  login(input: {email: $email, password: $password, tokenDelivery: COOKIE}) {\n    __typename\n    ... on TotpRequired {\n      challenge\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.LogInDocument,
    "mutation LogOut {\n  logout {\n    sessionId\n  }\n}": typeof types.LogOutDocument,
    "mutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.RegisterDocument,
    "mutation RequestPasswordReset($email: String!) {\n  requestPasswordReset(email: $email) {\n    __typename\n  }\n}": typeof types.RequestPasswordResetDocument,
    "mutation ResetPassword($token: String!, $newPassword: String!) {\n  resetPassword(input: {token: $token, newPassword: $newPassword}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}": typeof types.ResetPasswordDocument,
    "mutation VerifyEmail($token: String!) {\n  verifyEmail(token: $token) {\n    __typename\n  }\n}": typeof types.VerifyEmailDocument,
    "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}": typeof types.ViewerDocument,
};
const documents: Documents = {
    "mutation BeginTwoFactors($password: String!) {\n  beginTotpEnrolment(password: $password) {\n    __typename\n    ... on TotpEnrolment {\n      secret\n      qrSvg\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.BeginTwoFactorsDocument,
    "subscription BookingUpdated($id: ID!) {\n  bookingUpdated(id: $id) {\n    status\n  }\n}": types.BookingUpdatedDocument,
    "query Booking($id: ID!) {\n  booking(id: $id) {\n    id\n    reference\n    status\n    ticketsPdfUrl\n    createdAt\n    total {\n      amountMinor\n      currency\n    }\n    refundQuote {\n      amountMinor\n      currency\n    }\n    payment {\n      status\n      cardBrand\n      cardLast4\n      refunded {\n        amountMinor\n        currency\n      }\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      movie {\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        address\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n    tickets {\n      id\n      seatId\n      category\n      status\n      qrSvg\n    }\n  }\n}": types.BookingDocument,
    "mutation CancelBooking($input: CancelBookingInput!) {\n  cancelBooking(input: $input) {\n    __typename\n  }\n}": types.CancelBookingDocument,
    "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.ChangePasswordDocument,
    "mutation ConfirmTwoFactors($code: String!) {\n  confirmTotpEnrolment(code: $code) {\n    __typename\n    ... on TotpEnabled {\n      recoveryCodes\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.ConfirmTwoFactorsDocument,
    "mutation DeleteMyAccount($password: String!) {\n  deleteMyAccount(input: {password: $password}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.DeleteMyAccountDocument,
    "mutation DisableTwoFactors($password: String!, $code: String!) {\n  disableTotp(input: {password: $password, code: $code}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.DisableTwoFactorsDocument,
    "mutation EndOtherSessions {\n  revokeOtherSessions {\n    revokedCount\n  }\n}": types.EndOtherSessionsDocument,
    "mutation EndSession($id: ID!) {\n  revokeSession(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}": types.EndSessionDocument,
    "query ExportBookings($after: String) {\n  me {\n    id\n    bookings(first: 20, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          reference\n          status\n          createdAt\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            id\n            startsAt\n            movie {\n              title\n            }\n            cinema {\n              name\n            }\n          }\n          tickets {\n            id\n            seatId\n            category\n            status\n            code\n          }\n          payment {\n            id\n            status\n            createdAt\n            cardBrand\n            cardLast4\n            amount {\n              amountMinor\n              currency\n            }\n            refunds {\n              id\n              createdAt\n              amount {\n                amountMinor\n                currency\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.ExportBookingsDocument,
    "query ExportMyData {\n  exportMyData {\n    account {\n      id\n      email\n      emailVerified\n      firstName\n      lastName\n      phone\n      gender\n      language\n      avatarUrl\n      roles\n      totpEnabled\n      createdAt\n      updatedAt\n    }\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      expiresAt\n      ipAddress\n      userAgent\n    }\n    auditLog {\n      id\n      at\n      action\n      actorId\n      ipAddress\n      userAgent\n      details {\n        name\n        value\n      }\n    }\n  }\n}": types.ExportMyDataDocument,
    "query MyBookings {\n  me {\n    id\n    bookings(first: 20) {\n      totalCount\n      edges {\n        node {\n          id\n          reference\n          status\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            startsAt\n            movie {\n              title\n              posterUrl\n            }\n            cinema {\n              name\n              timezone\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.MyBookingsDocument,
    "query MySessions {\n  me {\n    id\n    sessions {\n      id\n      current\n      createdAt\n      lastSeenAt\n      ipAddress\n      userAgent\n    }\n  }\n}": types.MySessionsDocument,
    "query Profile {\n  me {\n    id\n    firstName\n    lastName\n    phone\n    totpEnabled\n  }\n}": types.ProfileDocument,
    "mutation SendVerificationAgain {\n  sendVerificationAgain {\n    __typename\n  }\n}": types.SendVerificationAgainDocument,
    "mutation SetLanguage($language: Language!) {\n  updateProfile(input: {language: $language}) {\n    __typename\n  }\n}": types.SetLanguageDocument,
    "mutation UpdateProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}": types.UpdateProfileDocument,
    "mutation BookHold($input: BookHoldInput!) {\n  bookHold(input: $input) {\n    __typename\n    ... on Booking {\n      id\n    }\n    ... on PaymentDeclined {\n      declineCode\n    }\n  }\n}": types.BookHoldDocument,
    "mutation ExtendHold($id: ID!) {\n  extendHold(id: $id) {\n    __typename\n  }\n}": types.ExtendHoldDocument,
    "query Hold($id: ID!) {\n  hold(id: $id) {\n    id\n    status\n    expiresAt\n    extended\n    seats {\n      seatId\n      category\n      price {\n        amountMinor\n        currency\n      }\n    }\n    total {\n      amountMinor\n      currency\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      status\n      audioLanguage\n      subtitleLanguage\n      movie {\n        id\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n  }\n}": types.HoldDocument,
    "mutation ReleaseHold($id: ID!) {\n  releaseHold(id: $id) {\n    __typename\n  }\n}": types.ReleaseHoldDocument,
    "query MovieAvailability($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      edges {\n        node {\n          id\n          availableSeatCount\n        }\n      }\n    }\n  }\n}": types.MovieAvailabilityDocument,
    "query Movie($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    ...MovieFacts\n    status\n    releaseDate\n    synopsis\n    subtitleLanguages\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      totalCount\n      edges {\n        node {\n          id\n          startsAt\n          endsAt\n          format\n          status\n          audioLanguage\n          subtitleLanguage\n          cinema {\n            id\n            name\n            timezone\n          }\n          movie {\n            ...MovieFacts\n          }\n        }\n      }\n    }\n  }\n}": types.MovieDocument,
    "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}": types.AvailabilityDocument,
    "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": types.ComingSoonDocument,
    "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}": types.MovieFactsFragmentDoc,
    "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}": types.MovieSearchDocument,
    "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}": types.PlacesDocument,
    "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}": types.ProgrammeDocument,
    "mutation HoldBestSeats($input: HoldBestSeatsInput!) {\n  holdBestSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}": types.HoldBestSeatsDocument,
    "mutation HoldSeats($input: HoldSeatsInput!) {\n  holdSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      seatIds\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}": types.HoldSeatsDocument,
    "subscription SeatMapChanged($id: ID!) {\n  seatMapChanged(showtimeId: $id) {\n    ...Seats\n  }\n}": types.SeatMapChangedDocument,
    "query SeatMap($id: ID!) {\n  showtime(id: $id) {\n    seatMap {\n      ...Seats\n    }\n  }\n}": types.SeatMapDocument,
    "fragment Seats on SeatMap {\n  version\n  seats {\n    id\n    row\n    number\n    column\n    seatClass\n    state\n    heldByMe\n  }\n}": types.SeatsFragmentDoc,
    "query Showtime($id: ID!) {\n  showtime(id: $id) {\n    id\n    startsAt\n    endsAt\n    format\n    status\n    audioLanguage\n    subtitleLanguage\n    movie {\n      id\n      title\n      posterUrl\n    }\n    cinema {\n      name\n      timezone\n    }\n    auditorium {\n      name\n    }\n    prices {\n      category\n      seatClass\n      price {\n        amountMinor\n        currency\n      }\n    }\n  }\n}": types.ShowtimeDocument,
    "mutation CompleteLogIn($challenge: String!, $code: String!) {\n  completeLogin(\n    input: {challenge: $challenge, code: $code, tokenDelivery: COOKIE}\n  ) {\n    __typename\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.CompleteLogInDocument,
    "mutation LogIn($email: String!, $password: String!) {\n  login(input: {email: $email, password: $password, tokenDelivery: COOKIE}) {\n    __typename\n    ... on TotpRequired {\n      challenge\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.LogInDocument,
    "mutation LogOut {\n  logout {\n    sessionId\n  }\n}": types.LogOutDocument,
    "mutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}": types.RegisterDocument,
    "mutation RequestPasswordReset($email: String!) {\n  requestPasswordReset(email: $email) {\n    __typename\n  }\n}": types.RequestPasswordResetDocument,
    "mutation ResetPassword($token: String!, $newPassword: String!) {\n  resetPassword(input: {token: $token, newPassword: $newPassword}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}": types.ResetPasswordDocument,
    "mutation VerifyEmail($token: String!) {\n  verifyEmail(token: $token) {\n    __typename\n  }\n}": types.VerifyEmailDocument,
    "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}": types.ViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation BeginTwoFactors($password: String!) {\n  beginTotpEnrolment(password: $password) {\n    __typename\n    ... on TotpEnrolment {\n      secret\n      qrSvg\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation BeginTwoFactors($password: String!) {\n  beginTotpEnrolment(password: $password) {\n    __typename\n    ... on TotpEnrolment {\n      secret\n      qrSvg\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription BookingUpdated($id: ID!) {\n  bookingUpdated(id: $id) {\n    status\n  }\n}"): (typeof documents)["subscription BookingUpdated($id: ID!) {\n  bookingUpdated(id: $id) {\n    status\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Booking($id: ID!) {\n  booking(id: $id) {\n    id\n    reference\n    status\n    ticketsPdfUrl\n    createdAt\n    total {\n      amountMinor\n      currency\n    }\n    refundQuote {\n      amountMinor\n      currency\n    }\n    payment {\n      status\n      cardBrand\n      cardLast4\n      refunded {\n        amountMinor\n        currency\n      }\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      movie {\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        address\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n    tickets {\n      id\n      seatId\n      category\n      status\n      qrSvg\n    }\n  }\n}"): (typeof documents)["query Booking($id: ID!) {\n  booking(id: $id) {\n    id\n    reference\n    status\n    ticketsPdfUrl\n    createdAt\n    total {\n      amountMinor\n      currency\n    }\n    refundQuote {\n      amountMinor\n      currency\n    }\n    payment {\n      status\n      cardBrand\n      cardLast4\n      refunded {\n        amountMinor\n        currency\n      }\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      movie {\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        address\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n    tickets {\n      id\n      seatId\n      category\n      status\n      qrSvg\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CancelBooking($input: CancelBookingInput!) {\n  cancelBooking(input: $input) {\n    __typename\n  }\n}"): (typeof documents)["mutation CancelBooking($input: CancelBookingInput!) {\n  cancelBooking(input: $input) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation ChangePassword($currentPassword: String!, $newPassword: String!) {\n  changePassword(\n    input: {currentPassword: $currentPassword, newPassword: $newPassword}\n  ) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ConfirmTwoFactors($code: String!) {\n  confirmTotpEnrolment(code: $code) {\n    __typename\n    ... on TotpEnabled {\n      recoveryCodes\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation ConfirmTwoFactors($code: String!) {\n  confirmTotpEnrolment(code: $code) {\n    __typename\n    ... on TotpEnabled {\n      recoveryCodes\n    }\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteMyAccount($password: String!) {\n  deleteMyAccount(input: {password: $password}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation DeleteMyAccount($password: String!) {\n  deleteMyAccount(input: {password: $password}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DisableTwoFactors($password: String!, $code: String!) {\n  disableTotp(input: {password: $password, code: $code}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation DisableTwoFactors($password: String!, $code: String!) {\n  disableTotp(input: {password: $password, code: $code}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation EndOtherSessions {\n  revokeOtherSessions {\n    revokedCount\n  }\n}"): (typeof documents)["mutation EndOtherSessions {\n  revokeOtherSessions {\n    revokedCount\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation EndSession($id: ID!) {\n  revokeSession(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}"): (typeof documents)["mutation EndSession($id: ID!) {\n  revokeSession(id: $id) {\n    __typename\n    ... on RevokeSessionsSuccess {\n      revokedCount\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExportBookings($after: String) {\n  me {\n    id\n    bookings(first: 20, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          reference\n          status\n          createdAt\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            id\n            startsAt\n            movie {\n              title\n            }\n            cinema {\n              name\n            }\n          }\n          tickets {\n            id\n            seatId\n            category\n            status\n            code\n          }\n          payment {\n            id\n            status\n            createdAt\n            cardBrand\n            cardLast4\n            amount {\n              amountMinor\n              currency\n            }\n            refunds {\n              id\n              createdAt\n              amount {\n                amountMinor\n                currency\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query ExportBookings($after: String) {\n  me {\n    id\n    bookings(first: 20, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        node {\n          id\n          reference\n          status\n          createdAt\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            id\n            startsAt\n            movie {\n              title\n            }\n            cinema {\n              name\n            }\n          }\n          tickets {\n            id\n            seatId\n            category\n            status\n            code\n          }\n          payment {\n            id\n            status\n            createdAt\n            cardBrand\n            cardLast4\n            amount {\n              amountMinor\n              currency\n            }\n            refunds {\n              id\n              createdAt\n              amount {\n                amountMinor\n                currency\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ExportMyData {\n  exportMyData {\n    account {\n      id\n      email\n      emailVerified\n      firstName\n      lastName\n      phone\n      gender\n      language\n      avatarUrl\n      roles\n      totpEnabled\n      createdAt\n      updatedAt\n    }\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      expiresAt\n      ipAddress\n      userAgent\n    }\n    auditLog {\n      id\n      at\n      action\n      actorId\n      ipAddress\n      userAgent\n      details {\n        name\n        value\n      }\n    }\n  }\n}"): (typeof documents)["query ExportMyData {\n  exportMyData {\n    account {\n      id\n      email\n      emailVerified\n      firstName\n      lastName\n      phone\n      gender\n      language\n      avatarUrl\n      roles\n      totpEnabled\n      createdAt\n      updatedAt\n    }\n    sessions {\n      id\n      createdAt\n      lastSeenAt\n      expiresAt\n      ipAddress\n      userAgent\n    }\n    auditLog {\n      id\n      at\n      action\n      actorId\n      ipAddress\n      userAgent\n      details {\n        name\n        value\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyBookings {\n  me {\n    id\n    bookings(first: 20) {\n      totalCount\n      edges {\n        node {\n          id\n          reference\n          status\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            startsAt\n            movie {\n              title\n              posterUrl\n            }\n            cinema {\n              name\n              timezone\n            }\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query MyBookings {\n  me {\n    id\n    bookings(first: 20) {\n      totalCount\n      edges {\n        node {\n          id\n          reference\n          status\n          total {\n            amountMinor\n            currency\n          }\n          showtime {\n            startsAt\n            movie {\n              title\n              posterUrl\n            }\n            cinema {\n              name\n              timezone\n            }\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MySessions {\n  me {\n    id\n    sessions {\n      id\n      current\n      createdAt\n      lastSeenAt\n      ipAddress\n      userAgent\n    }\n  }\n}"): (typeof documents)["query MySessions {\n  me {\n    id\n    sessions {\n      id\n      current\n      createdAt\n      lastSeenAt\n      ipAddress\n      userAgent\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Profile {\n  me {\n    id\n    firstName\n    lastName\n    phone\n    totpEnabled\n  }\n}"): (typeof documents)["query Profile {\n  me {\n    id\n    firstName\n    lastName\n    phone\n    totpEnabled\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SendVerificationAgain {\n  sendVerificationAgain {\n    __typename\n  }\n}"): (typeof documents)["mutation SendVerificationAgain {\n  sendVerificationAgain {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SetLanguage($language: Language!) {\n  updateProfile(input: {language: $language}) {\n    __typename\n  }\n}"): (typeof documents)["mutation SetLanguage($language: Language!) {\n  updateProfile(input: {language: $language}) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UpdateProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}"): (typeof documents)["mutation UpdateProfile($input: UpdateProfileInput!) {\n  updateProfile(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation BookHold($input: BookHoldInput!) {\n  bookHold(input: $input) {\n    __typename\n    ... on Booking {\n      id\n    }\n    ... on PaymentDeclined {\n      declineCode\n    }\n  }\n}"): (typeof documents)["mutation BookHold($input: BookHoldInput!) {\n  bookHold(input: $input) {\n    __typename\n    ... on Booking {\n      id\n    }\n    ... on PaymentDeclined {\n      declineCode\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ExtendHold($id: ID!) {\n  extendHold(id: $id) {\n    __typename\n  }\n}"): (typeof documents)["mutation ExtendHold($id: ID!) {\n  extendHold(id: $id) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Hold($id: ID!) {\n  hold(id: $id) {\n    id\n    status\n    expiresAt\n    extended\n    seats {\n      seatId\n      category\n      price {\n        amountMinor\n        currency\n      }\n    }\n    total {\n      amountMinor\n      currency\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      status\n      audioLanguage\n      subtitleLanguage\n      movie {\n        id\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n  }\n}"): (typeof documents)["query Hold($id: ID!) {\n  hold(id: $id) {\n    id\n    status\n    expiresAt\n    extended\n    seats {\n      seatId\n      category\n      price {\n        amountMinor\n        currency\n      }\n    }\n    total {\n      amountMinor\n      currency\n    }\n    showtime {\n      id\n      startsAt\n      endsAt\n      format\n      status\n      audioLanguage\n      subtitleLanguage\n      movie {\n        id\n        title\n        posterUrl\n      }\n      cinema {\n        name\n        timezone\n      }\n      auditorium {\n        name\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ReleaseHold($id: ID!) {\n  releaseHold(id: $id) {\n    __typename\n  }\n}"): (typeof documents)["mutation ReleaseHold($id: ID!) {\n  releaseHold(id: $id) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MovieAvailability($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      edges {\n        node {\n          id\n          availableSeatCount\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query MovieAvailability($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      edges {\n        node {\n          id\n          availableSeatCount\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Movie($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    ...MovieFacts\n    status\n    releaseDate\n    synopsis\n    subtitleLanguages\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      totalCount\n      edges {\n        node {\n          id\n          startsAt\n          endsAt\n          format\n          status\n          audioLanguage\n          subtitleLanguage\n          cinema {\n            id\n            name\n            timezone\n          }\n          movie {\n            ...MovieFacts\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Movie($id: ID!, $cityId: ID, $date: Date) {\n  movie(id: $id) {\n    ...MovieFacts\n    status\n    releaseDate\n    synopsis\n    subtitleLanguages\n    showtimes(cityId: $cityId, date: $date, first: 60) {\n      totalCount\n      edges {\n        node {\n          id\n          startsAt\n          endsAt\n          format\n          status\n          audioLanguage\n          subtitleLanguage\n          cinema {\n            id\n            name\n            timezone\n          }\n          movie {\n            ...MovieFacts\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}"): (typeof documents)["query Availability($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    edges {\n      node {\n        id\n        availableSeatCount\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"): (typeof documents)["query ComingSoon {\n  premieres(first: 30) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n  movies(filter: {status: COMING_SOON}, first: 50) {\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}"): (typeof documents)["fragment MovieFacts on Movie {\n  id\n  title\n  originalTitle\n  posterUrl\n  runtimeMinutes\n  certification\n  genres\n  spokenLanguage\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"): (typeof documents)["query MovieSearch($filter: MovieFilter!) {\n  movies(filter: $filter, first: 50) {\n    totalCount\n    edges {\n      node {\n        ...MovieFacts\n        status\n        releaseDate\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}"): (typeof documents)["query Places {\n  cities {\n    id\n    name\n    country\n    cinemas {\n      id\n      name\n      timezone\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Programme($filter: ShowtimeFilter!) {\n  showtimes(filter: $filter, first: 100) {\n    totalCount\n    edges {\n      node {\n        id\n        startsAt\n        endsAt\n        format\n        status\n        audioLanguage\n        subtitleLanguage\n        cinema {\n          id\n          name\n          timezone\n        }\n        movie {\n          ...MovieFacts\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation HoldBestSeats($input: HoldBestSeatsInput!) {\n  holdBestSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}"): (typeof documents)["mutation HoldBestSeats($input: HoldBestSeatsInput!) {\n  holdBestSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation HoldSeats($input: HoldSeatsInput!) {\n  holdSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      seatIds\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}"): (typeof documents)["mutation HoldSeats($input: HoldSeatsInput!) {\n  holdSeats(input: $input) {\n    __typename\n    ... on SeatHold {\n      id\n    }\n    ... on SeatsUnavailable {\n      seatIds\n      alternatives\n    }\n    ... on InvalidInput {\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription SeatMapChanged($id: ID!) {\n  seatMapChanged(showtimeId: $id) {\n    ...Seats\n  }\n}"): (typeof documents)["subscription SeatMapChanged($id: ID!) {\n  seatMapChanged(showtimeId: $id) {\n    ...Seats\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SeatMap($id: ID!) {\n  showtime(id: $id) {\n    seatMap {\n      ...Seats\n    }\n  }\n}"): (typeof documents)["query SeatMap($id: ID!) {\n  showtime(id: $id) {\n    seatMap {\n      ...Seats\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Seats on SeatMap {\n  version\n  seats {\n    id\n    row\n    number\n    column\n    seatClass\n    state\n    heldByMe\n  }\n}"): (typeof documents)["fragment Seats on SeatMap {\n  version\n  seats {\n    id\n    row\n    number\n    column\n    seatClass\n    state\n    heldByMe\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Showtime($id: ID!) {\n  showtime(id: $id) {\n    id\n    startsAt\n    endsAt\n    format\n    status\n    audioLanguage\n    subtitleLanguage\n    movie {\n      id\n      title\n      posterUrl\n    }\n    cinema {\n      name\n      timezone\n    }\n    auditorium {\n      name\n    }\n    prices {\n      category\n      seatClass\n      price {\n        amountMinor\n        currency\n      }\n    }\n  }\n}"): (typeof documents)["query Showtime($id: ID!) {\n  showtime(id: $id) {\n    id\n    startsAt\n    endsAt\n    format\n    status\n    audioLanguage\n    subtitleLanguage\n    movie {\n      id\n      title\n      posterUrl\n    }\n    cinema {\n      name\n      timezone\n    }\n    auditorium {\n      name\n    }\n    prices {\n      category\n      seatClass\n      price {\n        amountMinor\n        currency\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CompleteLogIn($challenge: String!, $code: String!) {\n  completeLogin(\n    input: {challenge: $challenge, code: $code, tokenDelivery: COOKIE}\n  ) {\n    __typename\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation CompleteLogIn($challenge: String!, $code: String!) {\n  completeLogin(\n    input: {challenge: $challenge, code: $code, tokenDelivery: COOKIE}\n  ) {\n    __typename\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation LogIn($email: String!, $password: String!) {\n  login(input: {email: $email, password: $password, tokenDelivery: COOKIE}) {\n    __typename\n    ... on TotpRequired {\n      challenge\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation LogIn($email: String!, $password: String!) {\n  login(input: {email: $email, password: $password, tokenDelivery: COOKIE}) {\n    __typename\n    ... on TotpRequired {\n      challenge\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation LogOut {\n  logout {\n    sessionId\n  }\n}"): (typeof documents)["mutation LogOut {\n  logout {\n    sessionId\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["mutation Register($input: RegisterInput!) {\n  register(input: $input) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n    ... on TooManyAttempts {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation RequestPasswordReset($email: String!) {\n  requestPasswordReset(email: $email) {\n    __typename\n  }\n}"): (typeof documents)["mutation RequestPasswordReset($email: String!) {\n  requestPasswordReset(email: $email) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ResetPassword($token: String!, $newPassword: String!) {\n  resetPassword(input: {token: $token, newPassword: $newPassword}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}"): (typeof documents)["mutation ResetPassword($token: String!, $newPassword: String!) {\n  resetPassword(input: {token: $token, newPassword: $newPassword}) {\n    __typename\n    ... on InvalidInput {\n      fields {\n        path\n        message\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation VerifyEmail($token: String!) {\n  verifyEmail(token: $token) {\n    __typename\n  }\n}"): (typeof documents)["mutation VerifyEmail($token: String!) {\n  verifyEmail(token: $token) {\n    __typename\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}"): (typeof documents)["query Viewer {\n  me {\n    id\n    firstName\n    lastName\n    email\n    emailVerified\n    language\n    roles\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;