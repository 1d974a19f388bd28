/* eslint-disable */
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar day without time or zone, in the one form `2026-12-31`. */
  Date: { input: string; output: string; }
  /** A moment, as RFC 3339 with an offset: `2026-12-31T20:30:00-05:00`. Inputs have seconds and a `T`, which may be lower case like `Z`. Digits after the sixth of a fraction are dropped. A leap second (`23:59:60Z` at the end of a month) is taken as the second after it. Years are 0001 to 9999 in UTC. */
  DateTime: { input: string; output: string; }
};

/** The same answer whether or not there was anything to do. */
export type Accepted = {
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** A person's account; only its owner and administrators see it. */
export type Account = {
  /** The https address of a picture. */
  avatarUrl?: Maybe<Scalars['String']['output']>;
  /** Its bookings, the newest first; null for anyone but the account and ADMIN. */
  bookings?: Maybe<BookingConnection>;
  /** When it was registered. */
  createdAt: Scalars['DateTime']['output'];
  /** In its normal form: a domain in Unicode, and the case as it was given. */
  email: Scalars['String']['output'];
  /** Whether the owner proved to read mail at this address. */
  emailVerified: Scalars['Boolean']['output'];
  /** Given name. */
  firstName: Scalars['String']['output'];
  /** The gender that the owner states. */
  gender: Gender;
  /** `acc_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The language of mails to the owner. */
  language: Language;
  /** Family name. */
  lastName: Scalars['String']['output'];
  /** Its payments, the newest first; null for all but its owner and ADMIN. */
  payments?: Maybe<PaymentConnection>;
  /** In E.164 form. */
  phone?: Maybe<Scalars['String']['output']>;
  /** What the account may do. */
  roles: Array<Role>;
  /** The live sessions, the newest first; empty for a caller without a login. */
  sessions: Array<Session>;
  /** Whether a login also needs a code. */
  totpEnabled: Scalars['Boolean']['output'];
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A person's account; only its owner and administrators see it. */
export type AccountBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A person's account; only its owner and administrators see it. */
export type AccountPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of a list: a Relay connection. */
export type AccountConnection = {
  /** The rows of this page, in order. */
  edges: Array<AccountEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** The account is deleted. */
export type AccountDeleted = {
  /** The account that was deleted. */
  accountId: Scalars['ID']['output'];
};

/** A row of a connection. */
export type AccountEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Account;
};

/** The changed account, or why it is unchanged. */
export type AccountResult = Account | InvalidInput | NotFound;

/** The changed movie, or the refusal. */
export type ArchiveMovieResult = Movie | MovieHasShowtimes | NotFound;

/** What can happen to an account, its sessions and its roles. */
export type AuditAction =
  /** Its owner exported all stored data. */
  | 'DATA_EXPORTED'
  /** It was deleted. */
  | 'DELETED'
  /** Its owner proved to read mail at its address. */
  | 'EMAIL_VERIFIED'
  /** A session was opened. */
  | 'LOGGED_IN'
  /** A session was ended by its own user. */
  | 'LOGGED_OUT'
  /** Its owner was logged in and set a new password. */
  | 'PASSWORD_CHANGED'
  /** A new password was set with a mailed token. */
  | 'PASSWORD_RESET'
  /** Its profile was changed. */
  | 'PROFILE_UPDATED'
  /** A recovery code was used instead of the app's code. */
  | 'RECOVERY_CODE_USED'
  /** It was created. */
  | 'REGISTERED'
  /** Its roles were replaced. */
  | 'ROLES_SET'
  /** Several of its sessions were ended at once. */
  | 'SESSIONS_REVOKED'
  /** One of its sessions was ended, from another session. */
  | 'SESSION_REVOKED'
  /** Two-factor login was turned off. */
  | 'TOTP_DISABLED'
  /** Two-factor login was turned on. */
  | 'TOTP_ENABLED';

/** A named detail of an entry of the audit log. */
export type AuditDetail = {
  /** Such as `before` or `fields`. */
  name: Scalars['String']['output'];
  /** Never a secret and never a value of a profile. */
  value: Scalars['String']['output'];
};

/** An entry of the audit log: who did what to whose account, and when. */
export type AuditEntry = {
  /** The account that it happened to. */
  accountId: Scalars['ID']['output'];
  /** What happened. */
  action: AuditAction;
  /** The account that was logged in, or null. */
  actorId?: Maybe<Scalars['ID']['output']>;
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** Further details. */
  details: Array<AuditDetail>;
  /** `log_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The actor's IP address; removed when the actor's account is deleted. */
  ipAddress?: Maybe<Scalars['String']['output']>;
  /** The actor's browser or app; removed like the IP address. */
  userAgent?: Maybe<Scalars['String']['output']>;
};

/** A page of a list: a Relay connection. */
export type AuditEntryConnection = {
  /** The rows of this page, in order. */
  edges: Array<AuditEntryEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** A row of a connection. */
export type AuditEntryEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: AuditEntry;
};

/** An auditorium of a cinema. */
export type Auditorium = {
  /** How many seats it has. */
  capacity: Scalars['Int']['output'];
  /** The formats that it can show. */
  formats: Array<ScreenFormat>;
  /** `aud_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The name on its sign. */
  name: Scalars['String']['output'];
  /** Its rows, from the screen to the back. */
  rows: Array<SeatRow>;
};

/** The new auditorium, or the refusal. */
export type AuditoriumResult = Auditorium | InvalidInput | NotFound;

/** The app's secret, or why there is none. */
export type BeginTotpEnrolmentResult = InvalidCredentials | InvalidInput | TooManyAttempts | TotpAlreadyEnabled | TotpEnrolment;

/** A hold to pay for. */
export type BookHoldInput = {
  /** The hold. */
  holdId: Scalars['ID']['input'];
  /** Your own name for this call, 1 to 100 characters. Repeat the call with the same key and arguments, and it has its effect once. */
  idempotencyKey: Scalars['ID']['input'];
  /** The payment provider's token for the card; never the card number itself. Seats that cost nothing need none. */
  paymentToken?: InputMaybe<Scalars['String']['input']>;
};

/** The booking, or why there is none. While it is PENDING, its payment's outcome is not known yet. */
export type BookHoldResult = Booking | HoldExpired | IdempotencyConflict | InvalidInput | NotFound | PaymentDeclined;

/** Seats bought, or being bought. */
export type Booking = {
  /** The account that made it. */
  account?: Maybe<Account>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** `bkg_` and a ULID. */
  id: Scalars['ID']['output'];
  /** Its payment; null when it costs nothing. */
  payment?: Maybe<Payment>;
  /** A short name to say at the counter. */
  reference: Scalars['String']['output'];
  /** What cancelling now gives back; null when it cannot be cancelled. */
  refundQuote?: Maybe<Money>;
  /** The showtime. */
  showtime: Showtime;
  /** What it is to its owner. */
  status: BookingStatus;
  /** Its tickets; none before it is confirmed. */
  tickets: Array<Ticket>;
  /** The address of its tickets as a PDF to print, for anyone who may see the booking; null while there are none. */
  ticketsPdfUrl?: Maybe<Scalars['String']['output']>;
  /** What all the seats cost together. */
  total: Money;
};

/** A page of a list: a Relay connection. */
export type BookingConnection = {
  /** The rows of this page, in order. */
  edges: Array<BookingEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** A row of a connection. */
export type BookingEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Booking;
};

/** The booking cannot be cancelled, or not any more. */
export type BookingNotCancellable = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** What a booking is to its owner. */
export type BookingStatus =
  /** It was cancelled, by itself or with its showtime; its tickets are void. */
  | 'CANCELLED'
  /** The owner has the seats and the tickets. */
  | 'CONFIRMED'
  /** A step failed again and again: people take care of it. */
  | 'NEEDS_ATTENTION'
  /** The payment failed: there are no tickets, and nothing is charged. */
  | 'PAYMENT_FAILED'
  /** It is being paid for; the outcome is not known yet. */
  | 'PENDING';

/** A booking to cancel. */
export type CancelBookingInput = {
  /** The booking. */
  bookingId: Scalars['ID']['input'];
  /** Your own name for this call, 1 to 100 characters. Repeat the call with the same key and arguments, and it has its effect once. */
  idempotencyKey: Scalars['ID']['input'];
  /** In your own words, at most 500 characters. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** The booking as it is now, or why it cannot be cancelled. */
export type CancelBookingResult = Booking | BookingNotCancellable | IdempotencyConflict | NotFound;

/** The cancelled showtime, or the refusal. */
export type CancelShowtimeResult = NotFound | Showtime;

/** A new password, with the current one as proof. */
export type ChangePasswordInput = {
  /** The current password. */
  currentPassword: Scalars['String']['input'];
  /** 10 to 128 characters (NFKC); not a common one, nor one made of the account's name, address or number. */
  newPassword: Scalars['String']['input'];
};

/** The changed account, or why it is unchanged. */
export type ChangePasswordResult = Account | InvalidCredentials | InvalidInput | TooManyAttempts;

/** A ticket that a guest shows at the door. */
export type CheckInTicketInput = {
  /** The content of the QR symbol. What a scanner adds around it is taken off. */
  code: Scalars['String']['input'];
  /** Your own name for this call, 1 to 100 characters. Repeat the call with the same key and arguments, and it has its effect once. */
  idempotencyKey: Scalars['ID']['input'];
};

/** Whether the guest is let in. */
export type CheckInTicketResult = IdempotencyConflict | TicketAccepted | TicketRejected;

/** A cinema. */
export type Cinema = {
  /** Street and number. */
  address: Scalars['String']['output'];
  /** Its auditoriums, by name. */
  auditoriums: Array<Auditorium>;
  /** Its city. */
  city: City;
  /** `cin_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The movies with showtimes to come here, by title. */
  movies: MovieConnection;
  /** Its name. */
  name: Scalars['String']['output'];
  /** The cinema's showtimes, by start; without a date, those to come. */
  showtimes: ShowtimeConnection;
  /** The time zone of the cinema's dates: an IANA name. */
  timezone: Scalars['String']['output'];
};


/** A cinema. */
export type CinemaMoviesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<MovieStatus>;
};


/** A cinema. */
export type CinemaShowtimesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  date?: InputMaybe<Scalars['Date']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  format?: InputMaybe<ScreenFormat>;
  movieId?: InputMaybe<Scalars['ID']['input']>;
};

/** The changed cinema, or the refusal. */
export type CinemaResult = Cinema | InvalidInput | NotFound;

/** A city with cinemas. */
export type City = {
  /** Its cinemas, by name. */
  cinemas: Array<Cinema>;
  /** The country's English name. */
  country: Scalars['String']['output'];
  /** `cty_` and a ULID. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** The state or department. */
  state: Scalars['String']['output'];
};

/** The second step of a login. */
export type CompleteLoginInput = {
  /** The challenge that the first step answered. */
  challenge: Scalars['String']['input'];
  /** The authenticator app's code, or a recovery code; spaces and hyphens are left out. */
  code: Scalars['String']['input'];
  /** How the token is handed over. */
  tokenDelivery?: TokenDelivery;
};

/** The new session, or why there is none. */
export type CompleteLoginResult = InvalidCode | InvalidCredentials | InvalidInput | InvalidToken | LoginSuccess | TooManyAttempts;

/** The recovery codes, or why two-factor login is not on. */
export type ConfirmTotpEnrolmentResult = InvalidCode | InvalidInput | TooManyAttempts | TotpEnabled | TotpNotEnabled;

/** Why a showtime could not be copied. */
export type CopyConflict = {
  /** The showtimes that take the auditorium a week later; a showtime of the copied week stands for its copy. */
  conflictsWith: Array<Showtime>;
  /** The rules that its copy breaks. */
  fields: Array<FieldError>;
  /** The showtime of the copied week. */
  showtime: Showtime;
};

/** The week to copy. */
export type CopyWeekInput = {
  /** The cinema. */
  cinemaId: Scalars['ID']['input'];
  /** The first of the seven business days that are copied to the next seven. */
  firstDay: Scalars['Date']['input'];
};

/** The new showtimes, or the refusal. */
export type CopyWeekResult = InvalidInput | NotFound | WeekCopied | WeekNotCopied;

/** A new auditorium. */
export type CreateAuditoriumInput = {
  /** The cinema. */
  cinemaId: Scalars['ID']['input'];
  /** The formats that it can show. */
  formats: Array<ScreenFormat>;
  /** The name, unique in its cinema. */
  name: Scalars['String']['input'];
  /** The rows, from the screen to the back; at most 600 seats in all. */
  rows: Array<SeatRowInput>;
};

/** A new cinema. */
export type CreateCinemaInput = {
  /** Street and number. */
  address: Scalars['String']['input'];
  /** Its city. */
  cityId: Scalars['ID']['input'];
  /** The name, unique in its city: 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** IANA name, such as `America/Bogota`. */
  timezone: Scalars['String']['input'];
};

/** A new movie. */
export type CreateMovieInput = {
  /** The age classification, such as `PG-13`. */
  certification: Scalars['String']['input'];
  /** The formats in which it can be shown. */
  formats: Array<ScreenFormat>;
  /** 1 to 10 genres, such as `Action`. */
  genres: Array<Scalars['String']['input']>;
  /** The title in the original language. */
  originalTitle?: InputMaybe<Scalars['String']['input']>;
  /** The address of its poster; a movie without one gets a drawing. */
  posterUrl?: InputMaybe<Scalars['String']['input']>;
  /** Its first day in cinemas; no showtime is scheduled before it. */
  releaseDate: Scalars['Date']['input'];
  /** The running time without trailers: 1 to 600. */
  runtimeMinutes: Scalars['Int']['input'];
  /** The language of the original sound: a BCP 47 tag. */
  spokenLanguage: Scalars['String']['input'];
  /** The languages of its subtitles: BCP 47 tags. */
  subtitleLanguages?: Array<Scalars['String']['input']>;
  /** What it is about: 1 to 4000 characters. */
  synopsis: Scalars['String']['input'];
  /** The title under which the cinemas announce it: 1 to 200 characters. */
  title: Scalars['String']['input'];
  /** The address of a video. */
  trailerUrl?: InputMaybe<Scalars['String']['input']>;
};

/** All data that is stored about an account. */
export type DataExport = {
  /** The account; its `bookings` lead to the data of booking and payment. */
  account: Account;
  /** The audit log of the account. */
  auditLog: Array<AuditEntry>;
  /** The live sessions. */
  sessions: Array<Session>;
};

/** The owner's proof before the account is deleted. */
export type DeleteAccountInput = {
  /** The account's password. */
  password: Scalars['String']['input'];
};

/** The deletion, or why the account is not deleted. */
export type DeleteAccountResult = AccountDeleted | InvalidCredentials | InvalidInput | LastAdministrator | NotFound | TooManyAttempts;

/** The owner's proof before two-factor login is turned off. */
export type DisableTotpInput = {
  /** The authenticator app's code, or a recovery code; spaces and hyphens are left out. */
  code: Scalars['String']['input'];
  /** The account's password. */
  password: Scalars['String']['input'];
};

/** The changed account, or why it is unchanged. */
export type DisableTotpResult = Account | InvalidCode | InvalidCredentials | InvalidInput | TooManyAttempts | TotpNotEnabled;

/** One ticket let two guests in. */
export type DoubleScan = {
  /** A later one. */
  again: Scan;
  /** The earliest scan, which is the valid one. */
  first: Scan;
};

/** Another account has this e-mail address. */
export type EmailTaken = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The hold as it is now, or why it cannot be extended. */
export type ExtendHoldResult = HoldExpired | InvalidInput | NotFound | SeatHold;

/** One field of the input that fails. */
export type FieldError = {
  /** Which rule it breaks. */
  code: Scalars['String']['output'];
  /** What is wrong, for people. */
  message: Scalars['String']['output'];
  /** Where it is in the input. */
  path: Array<Scalars['String']['output']>;
};

/** The gender that the account's owner states. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE'
  /** Another gender. */
  | 'OTHER'
  /** Not stated. */
  | 'UNDISCLOSED';

/** A held seat with its frozen price. */
export type HeldSeat = {
  /** Who it is for. */
  category: TicketCategory;
  /** The price when the seat was held. */
  price: Money;
  /** Such as `C7`. */
  seatId: Scalars['ID']['output'];
};

/** Neighbouring seats to hold, which the cinema chooses. */
export type HoldBestSeatsInput = {
  /** Who will sit there, 1 to 10: one seat is held for each, in this order. */
  categories: Array<TicketCategory>;
  /** Your own name for this call, 1 to 100 characters. Repeat the call with the same key and arguments, and it has its effect once. */
  idempotencyKey: Scalars['ID']['input'];
  /** What kind of seats. Accessible ones are held only when you ask for them. */
  seatClass?: SeatClass;
  /** The showtime. */
  showtimeId: Scalars['ID']['input'];
};

/** The seats are not held any more, or their showtime is cancelled. */
export type HoldExpired = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The hold is removed, and its seats are free. */
export type HoldReleased = {
  /** The removed hold. */
  holdId: Scalars['ID']['output'];
};

/** Seats to hold: all of them, or none. */
export type HoldSeatsInput = {
  /** Your own name for this call, 1 to 100 characters. Repeat the call with the same key and arguments, and it has its effect once. */
  idempotencyKey: Scalars['ID']['input'];
  /** 1 to 10 different seats. */
  seats: Array<SeatChoiceInput>;
  /** The showtime. */
  showtimeId: Scalars['ID']['input'];
};

/** The hold, or why there is none. */
export type HoldSeatsResult = IdempotencyConflict | InvalidInput | NotFound | SeatHold | SeatsUnavailable | ShowtimeNotBookable;

/** What has become of a hold. */
export type HoldStatus =
  /** Its seats are held, and can be booked. */
  | 'ACTIVE'
  /** A booking that is being, or was, paid for from it has its seats. */
  | 'BOOKED'
  /** Its time is over: its seats can be held by anyone. */
  | 'EXPIRED'
  /** Its seats were taken from it before its end: its showtime was moved or cancelled, or its booking was cancelled. */
  | 'LOST';

/** The idempotency key was used with other arguments, or its first call still runs. */
export type IdempotencyConflict = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The second factor's code is wrong or was used before. */
export type InvalidCode = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The address or the password is wrong; the answer does not say which. */
export type InvalidCredentials = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The input breaks the rules; every failing field is named. */
export type InvalidInput = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** The fields that fail. */
  fields: Array<FieldError>;
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The token is unknown, used or expired. */
export type InvalidToken = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The language of the mails to the account's owner. */
export type Language =
  /** Chinese. */
  | 'CN'
  /** English. */
  | 'EN'
  /** Spanish. */
  | 'ES'
  /** Malay. */
  | 'MS';

/** No administrator would be left to give roles. */
export type LastAdministrator = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** A double entry of the ledger: one amount, debited and credited. */
export type LedgerEntry = {
  /** The amount. */
  amount: Money;
  /** When the amount moved. */
  at: Scalars['DateTime']['output'];
  /** The ledger account that gives the amount. */
  credit: Scalars['String']['output'];
  /** The ledger account that receives the amount. */
  debit: Scalars['String']['output'];
  /** `led_` and a ULID. */
  id: Scalars['ID']['output'];
};

/** Who logs in. */
export type LoginInput = {
  /** The account's address, in any spelling. */
  email: Scalars['String']['input'];
  /** The account's password. */
  password: Scalars['String']['input'];
  /** How the token is handed over. */
  tokenDelivery?: TokenDelivery;
};

/** The new session, or why there is none. */
export type LoginResult = InvalidCredentials | InvalidInput | LoginSuccess | TooManyAttempts | TotpRequired;

/** A new session. */
export type LoginSuccess = {
  /** The account that is logged in. */
  account: Account;
  /** The session that was opened. */
  session: Session;
  /** The session's token, only with BEARER; it is shown only here. */
  token?: Maybe<Scalars['String']['output']>;
};

/** The session has ended. */
export type LogoutSuccess = {
  /** The session that ended. */
  sessionId: Scalars['ID']['output'];
};

/** A scan with which a door let a guest in while it was offline. */
export type MergeScanInput = {
  /** When, by the clock of the door. */
  at: Scalars['DateTime']['input'];
  /** What was scanned. */
  code: Scalars['String']['input'];
  /** The door's own name, 1 to 80 characters. */
  device: Scalars['String']['input'];
};

/** What the scan means, or why it should have let nobody in. */
export type MergeScanResult = InvalidInput | ScanMerged | TicketRejected;

/** An amount of money in one currency. */
export type Money = {
  /** The amount in the currency's smallest unit: 12050 is MXN 120.50. */
  amountMinor: Scalars['Int']['output'];
  /** The ISO 4217 code, such as `MXN`. */
  currency: Scalars['String']['output'];
  /** The amount as people read it. */
  display: Scalars['String']['output'];
};

/** A sum of many amounts of one currency. */
export type MoneySum = {
  /** A whole number of the currency's smallest unit. It is a Float because a sum may be more than an Int holds. */
  amountMinor: Scalars['Float']['output'];
  /** The ISO 4217 code, such as `MXN`. */
  currency: Scalars['String']['output'];
  /** The sum as people read it. */
  display: Scalars['String']['output'];
};

/** Where a showtime moves: fields that are left out stay as they are. */
export type MoveShowtimeInput = {
  /** Another auditorium of the same cinema. */
  auditoriumId?: InputMaybe<Scalars['ID']['input']>;
  /** The showtime. */
  id: Scalars['ID']['input'];
  /** When the trailers begin. */
  startsAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The moved showtime, or the refusal. */
export type MoveShowtimeResult = InvalidInput | NotFound | ScheduleConflict | Showtime | ShowtimeHasBookings;

/** A movie. */
export type Movie = {
  /** Whether no list contains it. */
  archived: Scalars['Boolean']['output'];
  /** The age classification, such as `PG-13`. */
  certification: Scalars['String']['output'];
  /** The formats in which it can be shown. */
  formats: Array<ScreenFormat>;
  /** Its genres, such as `Action`. */
  genres: Array<Scalars['String']['output']>;
  /** `mov_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The title in the original language. */
  originalTitle?: Maybe<Scalars['String']['output']>;
  /** The address of its poster; a movie without one gets a drawing. */
  posterUrl?: Maybe<Scalars['String']['output']>;
  /** Its first day in cinemas. */
  releaseDate: Scalars['Date']['output'];
  /** The running time without trailers. */
  runtimeMinutes: Scalars['Int']['output'];
  /** Its showtimes, by start; without a date, those to come. */
  showtimes: ShowtimeConnection;
  /** The language of the original sound: a BCP 47 tag. */
  spokenLanguage: Scalars['String']['output'];
  /** Its status at this moment: it is released when its release date begins at the first of all cinemas. */
  status: MovieStatus;
  /** The languages of its subtitles: BCP 47 tags. */
  subtitleLanguages: Array<Scalars['String']['output']>;
  /** What it is about, in a few sentences. */
  synopsis: Scalars['String']['output'];
  /** The title under which the cinemas announce it. */
  title: Scalars['String']['output'];
  /** The address of a video. */
  trailerUrl?: Maybe<Scalars['String']['output']>;
};


/** A movie. */
export type MovieShowtimesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  cinemaId?: InputMaybe<Scalars['ID']['input']>;
  cityId?: InputMaybe<Scalars['ID']['input']>;
  date?: InputMaybe<Scalars['Date']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of a list: a Relay connection. */
export type MovieConnection = {
  /** The rows of this page, in order. */
  edges: Array<MovieEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** A row of a connection. */
export type MovieEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Movie;
};

/** Which movies: all conditions hold at once. */
export type MovieFilter = {
  /** That are still to be shown in this city. */
  cityId?: InputMaybe<Scalars['ID']['input']>;
  /** That can be shown in this format. */
  format?: InputMaybe<ScreenFormat>;
  /** Of this genre only. */
  genre?: InputMaybe<Scalars['String']['input']>;
  /** Words of the title or original title, in any order, without regard to case and accents; the last may be incomplete. At most 100 characters. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Only those with this status. */
  status?: InputMaybe<MovieStatus>;
};

/** The movie has showtimes to come, so it cannot be archived. */
export type MovieHasShowtimes = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The changed movie, or the refusal. */
export type MovieResult = InvalidInput | Movie | NotFound;

/** The status of a movie. It is released when its release date begins, at five in the morning by the clocks of the cinema or city that a question is about, or else of the first cinema. */
export type MovieStatus =
  /** The movie is not released yet. */
  | 'COMING_SOON'
  /** The movie is released, and no showtime is left. */
  | 'ENDED'
  /** The movie is released, and at least one showtime has not begun. */
  | 'NOW_SHOWING';

/** The mutations. */
export type Mutation = {
  /** Remove a movie that is no longer shown from every list. ADMIN only. */
  archiveMovie: ArchiveMovieResult;
  /** Begin to use an authenticator app; a confirmed code turns it on. */
  beginTotpEnrolment: BeginTotpEnrolmentResult;
  /** Pay for a hold and get its tickets. */
  bookHold: BookHoldResult;
  /** Cancel a booking and refund it. Its owner and ADMIN only. */
  cancelBooking: CancelBookingResult;
  /** Cancel a showtime; every confirmed booking of it is refunded. ADMIN only. */
  cancelShowtime: CancelShowtimeResult;
  /** Set a new password; the caller's other sessions end at once. */
  changePassword: ChangePasswordResult;
  /** Let a guest in by a ticket, which can be used once. STAFF and ADMIN only. */
  checkInTicket: CheckInTicketResult;
  /** Finish a login that answered TotpRequired. */
  completeLogin: CompleteLoginResult;
  /** Turn two-factor login on with a code of the app. */
  confirmTotpEnrolment: ConfirmTotpEnrolmentResult;
  /** Copy a cinema's week to the next week, all of it or nothing. ADMIN only. */
  copyWeek: CopyWeekResult;
  /** Add an auditorium to a cinema. ADMIN only. */
  createAuditorium: AuditoriumResult;
  /** Open a cinema. ADMIN only. */
  createCinema: CinemaResult;
  /** Announce a movie. ADMIN only. */
  createMovie: MovieResult;
  /** Delete an account; every subgraph deletes or anonymises its data. ADMIN only. */
  deleteAccount: DeleteAccountResult;
  /** Delete the caller's account; every subgraph deletes or anonymises its data. */
  deleteMyAccount: DeleteAccountResult;
  /** Turn two-factor login off with password and code. */
  disableTotp: DisableTotpResult;
  /** Let a hold last for its full time again, once and before it has expired. */
  extendHold: ExtendHoldResult;
  /** Hold the best neighbouring seats for a while: all that you ask for, or none. */
  holdBestSeats: HoldSeatsResult;
  /** Hold seats for a while at frozen prices: all of them, or none. */
  holdSeats: HoldSeatsResult;
  /** Open a new session. */
  login: LoginResult;
  /** End this session; null when there is none. */
  logout?: Maybe<LogoutSuccess>;
  /** Count a scan of a door that was offline. A ticket's earliest scan is the valid one; merging a scan again changes nothing. STAFF and ADMIN only. */
  mergeScan: MergeScanResult;
  /** Move a showtime without bookings to another time or auditorium. ADMIN only. */
  moveShowtime: MoveShowtimeResult;
  /** Open an account. It opens no session. */
  register: RegisterResult;
  /** Give held seats back. */
  releaseHold: ReleaseHoldResult;
  /** Send a mail that permits a new password, if there is such an account; the answer is the same if there is none. */
  requestPasswordReset: Accepted;
  /** Set a new password with a token from a mail; every session ends. */
  resetPassword: ResetPasswordResult;
  /** Put an archived movie back into the lists. ADMIN only. */
  restoreMovie: MovieResult;
  /** End all sessions of an account. ADMIN only. */
  revokeAccountSessions: RevokeSessionResult;
  /** End all of the caller's sessions except this one. */
  revokeOtherSessions: RevokeSessionsSuccess;
  /** End one of the caller's sessions; an ADMIN may end any. */
  revokeSession: RevokeSessionResult;
  /** Put a showtime into the schedule. ADMIN only. */
  scheduleShowtime: ScheduleShowtimeResult;
  /** Send the mail that verifies the caller's address again. */
  sendVerificationAgain: Accepted;
  /** Replace an account's roles; its sessions end at once. ADMIN only. */
  setAccountRoles: AccountResult;
  /** Change a profile. ADMIN only. */
  updateAccount: UpdateProfileResult;
  /** Change a cinema. ADMIN only. */
  updateCinema: CinemaResult;
  /** Change a movie. ADMIN only. */
  updateMovie: MovieResult;
  /** Change the caller's profile. */
  updateProfile: UpdateProfileResult;
  /** Verify an account's address with the token from a mail. */
  verifyEmail: VerifyEmailResult;
};


/** The mutations. */
export type MutationArchiveMovieArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationBeginTotpEnrolmentArgs = {
  password: Scalars['String']['input'];
};


/** The mutations. */
export type MutationBookHoldArgs = {
  input: BookHoldInput;
};


/** The mutations. */
export type MutationCancelBookingArgs = {
  input: CancelBookingInput;
};


/** The mutations. */
export type MutationCancelShowtimeArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** The mutations. */
export type MutationCheckInTicketArgs = {
  input: CheckInTicketInput;
};


/** The mutations. */
export type MutationCompleteLoginArgs = {
  input: CompleteLoginInput;
};


/** The mutations. */
export type MutationConfirmTotpEnrolmentArgs = {
  code: Scalars['String']['input'];
};


/** The mutations. */
export type MutationCopyWeekArgs = {
  input: CopyWeekInput;
};


/** The mutations. */
export type MutationCreateAuditoriumArgs = {
  input: CreateAuditoriumInput;
};


/** The mutations. */
export type MutationCreateCinemaArgs = {
  input: CreateCinemaInput;
};


/** The mutations. */
export type MutationCreateMovieArgs = {
  input: CreateMovieInput;
};


/** The mutations. */
export type MutationDeleteAccountArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationDeleteMyAccountArgs = {
  input: DeleteAccountInput;
};


/** The mutations. */
export type MutationDisableTotpArgs = {
  input: DisableTotpInput;
};


/** The mutations. */
export type MutationExtendHoldArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationHoldBestSeatsArgs = {
  input: HoldBestSeatsInput;
};


/** The mutations. */
export type MutationHoldSeatsArgs = {
  input: HoldSeatsInput;
};


/** The mutations. */
export type MutationLoginArgs = {
  input: LoginInput;
};


/** The mutations. */
export type MutationMergeScanArgs = {
  input: MergeScanInput;
};


/** The mutations. */
export type MutationMoveShowtimeArgs = {
  input: MoveShowtimeInput;
};


/** The mutations. */
export type MutationRegisterArgs = {
  input: RegisterInput;
};


/** The mutations. */
export type MutationReleaseHoldArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationRequestPasswordResetArgs = {
  email: Scalars['String']['input'];
};


/** The mutations. */
export type MutationResetPasswordArgs = {
  input: ResetPasswordInput;
};


/** The mutations. */
export type MutationRestoreMovieArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationRevokeAccountSessionsArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationRevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


/** The mutations. */
export type MutationScheduleShowtimeArgs = {
  input: ScheduleShowtimeInput;
};


/** The mutations. */
export type MutationSetAccountRolesArgs = {
  id: Scalars['ID']['input'];
  roles: Array<Role>;
};


/** The mutations. */
export type MutationUpdateAccountArgs = {
  id: Scalars['ID']['input'];
  input: UpdateProfileInput;
};


/** The mutations. */
export type MutationUpdateCinemaArgs = {
  input: UpdateCinemaInput;
};


/** The mutations. */
export type MutationUpdateMovieArgs = {
  input: UpdateMovieInput;
};


/** The mutations. */
export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


/** The mutations. */
export type MutationVerifyEmailArgs = {
  token: Scalars['String']['input'];
};

/** Nothing with that id exists that the viewer may know of. */
export type NotFound = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** The id that was asked for. */
  id: Scalars['ID']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** What a door needs to let guests in without a connection. */
export type OfflineDoor = {
  /** The keys that are trusted now. */
  keys: Array<TicketKey>;
  /** How many minutes after its beginning a showtime is taken to be over: a code does not say when it ends. */
  longestStayMinutes: Scalars['Int']['output'];
  /** How many minutes before a showtime its guests are let in. */
  opensMinutes: Scalars['Int']['output'];
};

/** The position of a page in its list. */
export type PageInfo = {
  /** The last row's cursor: pass it as `after` for the next page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The first row's cursor, if any. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** A payment for a booking; only its owner and administrators see it. */
export type Payment = {
  /** The amount to pay. */
  amount: Money;
  /** The card's brand, such as `visa`. */
  cardBrand?: Maybe<Scalars['String']['output']>;
  /** The card number's last four digits. */
  cardLast4?: Maybe<Scalars['String']['output']>;
  /** When it began. */
  createdAt: Scalars['DateTime']['output'];
  /** `pay_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The ledger's entries for it. ADMIN only: for all others it is empty, with an error that says FORBIDDEN. */
  ledger: Array<LedgerEntry>;
  /** How much is refunded. */
  refunded: Money;
  /** Its refunds, the oldest first. */
  refunds: Array<Refund>;
  /** The state of the payment. */
  status: PaymentStatus;
};

/** A page of a list: a Relay connection. */
export type PaymentConnection = {
  /** The rows of this page, in order. */
  edges: Array<PaymentEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** The card's bank declined. The seats stay held: try another card. */
export type PaymentDeclined = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** The payment provider's own code. */
  declineCode: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** A row of a connection. */
export type PaymentEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Payment;
};

/** The state of a payment. */
export type PaymentStatus =
  /** The amount is reserved on the card; nothing is charged. */
  | 'AUTHORIZED'
  /** The amount is charged. */
  | 'CAPTURED'
  /** The card's bank declined. */
  | 'DECLINED'
  /** A part of the amount is refunded. */
  | 'PARTIALLY_REFUNDED'
  /** The payment has begun; the provider has not answered yet. */
  | 'PENDING'
  /** The whole amount is refunded. */
  | 'REFUNDED'
  /** The provider did not answer; payment asks it again until the outcome is known. */
  | 'UNKNOWN'
  /** Nothing was charged; a reserved amount is released. */
  | 'VOIDED';

/** Another account has this phone number. */
export type PhoneTaken = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The queries. */
export type Query = {
  /** An account by id. ADMIN only. */
  account?: Maybe<Account>;
  /** All accounts, the oldest first. ADMIN only. */
  accounts: AccountConnection;
  /** Who did what to which account, the newest first. ADMIN only. */
  auditLog: AuditEntryConnection;
  /** A booking, for its owner and STAFF; null for anyone else. */
  booking?: Maybe<Booking>;
  /** All bookings, the newest first. ADMIN only. */
  bookings: BookingConnection;
  /** A cinema; null when there is none. */
  cinema?: Maybe<Cinema>;
  /** The cinemas, by name. */
  cinemas: Array<Cinema>;
  /** The cities with cinemas, by country and name. */
  cities: Array<City>;
  /** A city; null when there is none. */
  city?: Maybe<City>;
  /** All stored data of the account that is logged in: its account, sessions and log. The account's `bookings` add the data of booking and payment. */
  exportMyData: DataExport;
  /** A hold of the viewer; null when the viewer has no such hold. */
  hold?: Maybe<SeatHold>;
  /** The account that is logged in, or null. */
  me?: Maybe<Account>;
  /** A movie; null when there is none. */
  movie?: Maybe<Movie>;
  /** Movies, by title. */
  movies: MovieConnection;
  /** What a door needs to let guests in without a connection. STAFF and ADMIN only; ask again after keys were rotated. */
  offlineDoor: OfflineDoor;
  /** A payment of the viewer, or any payment for ADMIN; null for all others. */
  payment?: Maybe<Payment>;
  /** All payments, the newest first. ADMIN only. */
  payments: PaymentConnection;
  /** Movies released at most 30 days before or after today, the nearest first. */
  premieres: MovieConnection;
  /** A showtime; null when there is none. */
  showtime?: Maybe<Showtime>;
  /** Showtimes, by start; without a date, those to come. */
  showtimes: ShowtimeConnection;
};


/** The queries. */
export type QueryAccountArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryAccountsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  role?: InputMaybe<Role>;
  search?: InputMaybe<Scalars['String']['input']>;
};


/** The queries. */
export type QueryAuditLogArgs = {
  accountId?: InputMaybe<Scalars['ID']['input']>;
  action?: InputMaybe<AuditAction>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** The queries. */
export type QueryBookingArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  showtimeId?: InputMaybe<Scalars['ID']['input']>;
  status?: InputMaybe<BookingStatus>;
};


/** The queries. */
export type QueryCinemaArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryCinemasArgs = {
  cityId?: InputMaybe<Scalars['ID']['input']>;
};


/** The queries. */
export type QueryCitiesArgs = {
  country?: InputMaybe<Scalars['String']['input']>;
};


/** The queries. */
export type QueryCityArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryHoldArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryMovieArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryMoviesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MovieFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** The queries. */
export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<PaymentStatus>;
};


/** The queries. */
export type QueryPremieresArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  cityId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** The queries. */
export type QueryShowtimeArgs = {
  id: Scalars['ID']['input'];
};


/** The queries. */
export type QueryShowtimesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ShowtimeFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A refund. */
export type Refund = {
  /** The amount. */
  amount: Money;
  /** When it was requested. */
  createdAt: Scalars['DateTime']['output'];
  /** `ref_` and a ULID. */
  id: Scalars['ID']['output'];
};

/** A new account. */
export type RegisterInput = {
  /** An https address. */
  avatarUrl?: InputMaybe<Scalars['String']['input']>;
  /** Unique in all of its spellings, such as upper and lower case. */
  email: Scalars['String']['input'];
  /** 1 to 100 characters. */
  firstName: Scalars['String']['input'];
  /** The gender that the owner states. */
  gender?: Gender;
  /** The language of mails to the owner. */
  language?: Language;
  /** 1 to 100 characters. */
  lastName: Scalars['String']['input'];
  /** 10 to 128 characters (NFKC); not a common one, nor one made of the account's name, address or number. */
  password: Scalars['String']['input'];
  /** In international form, such as `+525512345678`. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** The new account, or why there is none. */
export type RegisterResult = Account | EmailTaken | InvalidInput | PhoneTaken | TooManyAttempts;

/** The removed hold, or why there is none. */
export type ReleaseHoldResult = HoldReleased | NotFound;

/** A new password by a token from a mail. */
export type ResetPasswordInput = {
  /** 10 to 128 characters (NFKC); not a common one, nor one made of the account's name, address or number. */
  newPassword: Scalars['String']['input'];
  /** From the mail; it works once. */
  token: Scalars['String']['input'];
};

/** The changed account, or why it is unchanged. */
export type ResetPasswordResult = Account | InvalidInput | InvalidToken;

/** How many sessions ended, or why none did. */
export type RevokeSessionResult = NotFound | RevokeSessionsSuccess;

/** Sessions have ended, for every subgraph. */
export type RevokeSessionsSuccess = {
  /** How many sessions ended. */
  revokedCount: Scalars['Int']['output'];
};

/** What an account may do; each includes the ones before it. */
export type Role =
  /** Also plan the programme, and see and change the data of others. */
  | 'ADMIN'
  /** Book seats, and see their own bookings. */
  | 'CUSTOMER'
  /** Also check tickets in. */
  | 'STAFF';

/** A guest was let in with a ticket. */
export type Scan = {
  /** When, by the clock of the door. */
  at: Scalars['DateTime']['output'];
  /** The door; `online` for one with a connection. */
  device: Scalars['String']['output'];
};

/** The scan counts, at its own time. */
export type ScanMerged = {
  /** Set when the ticket was scanned at another time, too. */
  double?: Maybe<DoubleScan>;
  /** The ticket, now used. */
  ticket: Ticket;
};

/** The auditorium is taken: this showtime overlaps another, trailers and cleaning included. */
export type ScheduleConflict = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** The showtimes that take the auditorium, by start. */
  conflictsWith: Array<Showtime>;
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** A new showtime. */
export type ScheduleShowtimeInput = {
  /** The language of the sound: a BCP 47 tag. */
  audioLanguage: Scalars['String']['input'];
  /** The auditorium. */
  auditoriumId: Scalars['ID']['input'];
  /** How the movie is shown. */
  format: ScreenFormat;
  /** The movie. */
  movieId: Scalars['ID']['input'];
  /** At least one price for each class of seats in the auditorium. */
  prices: Array<TicketPriceInput>;
  /** When the trailers begin; the auditorium is taken until it is cleaned. */
  startsAt: Scalars['DateTime']['input'];
  /** The language of the subtitles, if any: a BCP 47 tag. */
  subtitleLanguage?: InputMaybe<Scalars['String']['input']>;
};

/** The new showtime, or the refusal. */
export type ScheduleShowtimeResult = InvalidInput | NotFound | ScheduleConflict | Showtime;

/** How a movie is shown. */
export type ScreenFormat =
  /** With moving seats, wind and scents. */
  | 'FOUR_DX'
  /** On a very large screen. */
  | 'IMAX'
  /** On an ordinary screen. */
  | 'STANDARD_2D'
  /** Three-dimensional, with glasses. */
  | 'STANDARD_3D';

/** A seat, and who will sit there. */
export type SeatChoiceInput = {
  /** Who it is for. */
  category?: TicketCategory;
  /** Such as `C7`. */
  seatId: Scalars['ID']['input'];
};

/** What kind of seat it is. */
export type SeatClass =
  /** A place for a wheelchair. */
  | 'ACCESSIBLE'
  /** A seat beside an accessible place, for a companion. */
  | 'COMPANION'
  /** A better seat, with its own price. */
  | 'PREMIUM'
  /** An ordinary seat. */
  | 'STANDARD';

/** Seats kept for the viewer for a while; `status` says if they still are. */
export type SeatHold = {
  /** When the hold ends and its seats are free again; a moment that has passed when the hold has lost its seats. */
  expiresAt: Scalars['DateTime']['output'];
  /** Whether it has been extended. */
  extended: Scalars['Boolean']['output'];
  /** `hld_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The seats that were chosen, in the order of choice; `status` says whether the hold still has them. */
  seats: Array<HeldSeat>;
  /** The showtime. */
  showtime: Showtime;
  /** What has become of the hold. */
  status: HoldStatus;
  /** What they cost together. */
  total: Money;
};

/** All seats of a showtime. */
export type SeatMap = {
  /** By row and column. */
  seats: Array<SeatMapSeat>;
  /** The showtime. */
  showtimeId: Scalars['ID']['output'];
  /** Rises with every change: of two maps of a showtime the higher is the newer. A hold that lapses raises it only while a client watches; otherwise the next change does. */
  version: Scalars['Int']['output'];
};

/** A seat of a showtime, as it is now. */
export type SeatMapSeat = {
  /** Its place in the row; rows may have gaps. */
  column: Scalars['Int']['output'];
  /** Whether the viewer holds it. */
  heldByMe: Scalars['Boolean']['output'];
  /** Row label and number, such as `C7`. */
  id: Scalars['ID']['output'];
  /** As printed on the seat. */
  number: Scalars['Int']['output'];
  /** The row's label. */
  row: Scalars['String']['output'];
  /** What kind of seat it is. */
  seatClass: SeatClass;
  /** What can be done with it. */
  state: SeatState;
};

/** A seat's place in its row. */
export type SeatPosition = {
  /** Its position in the row; rows may have gaps. */
  column: Scalars['Int']['output'];
  /** The row label and number, such as `C7`. */
  id: Scalars['ID']['output'];
  /** The number printed on the seat. */
  number: Scalars['Int']['output'];
  /** What kind of seat it is. */
  seatClass: SeatClass;
};

/** A seat's place in its row. */
export type SeatPositionInput = {
  /** Its position, 1 to 100; columns that are left out are gaps. */
  column: Scalars['Int']['input'];
  /** The number printed on the seat; unique in the row. */
  number: Scalars['Int']['input'];
  /** What kind of seat it is. */
  seatClass?: SeatClass;
};

/** A row of seats. */
export type SeatRow = {
  /** The row's label, such as `C`. */
  label: Scalars['String']['output'];
  /** Its seats, from the left. */
  seats: Array<SeatPosition>;
};

/** A row of seats. */
export type SeatRowInput = {
  /** One or two capital letters, such as `C`. */
  label: Scalars['String']['input'];
  /** 1 to 100 seats, in any order. */
  seats: Array<SeatPositionInput>;
};

/** What can be done with a seat. */
export type SeatState =
  /** It is not for sale. */
  | 'BLOCKED'
  /** It can be held. */
  | 'FREE'
  /** An account holds it for a while. */
  | 'HELD'
  /** It is booked. */
  | 'SOLD';

/** Some of the seats are taken; none is held. */
export type SeatsUnavailable = UserError & {
  /** Groups of as many neighbouring seats of the same class, the nearest first. */
  alternatives: Array<Array<Scalars['ID']['output']>>;
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
  /** The taken seats; empty when you named no seats. */
  seatIds: Array<Scalars['ID']['output']>;
};

/** One login of an account. */
export type Session = {
  /** When the login opened it. */
  createdAt: Scalars['DateTime']['output'];
  /** Whether this request belongs to it. */
  current: Scalars['Boolean']['output'];
  /** When it expires if it is not used. */
  expiresAt: Scalars['DateTime']['output'];
  /** `ses_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The IP address that it was opened from. */
  ipAddress?: Maybe<Scalars['String']['output']>;
  /** When it was last used; it may be out by a tenth of the idle time. */
  lastSeenAt: Scalars['DateTime']['output'];
  /** The browser or app, as named by itself. */
  userAgent?: Maybe<Scalars['String']['output']>;
};

/** One showtime of a movie. */
export type Showtime = {
  /** The language of the sound: a BCP 47 tag. */
  audioLanguage: Scalars['String']['output'];
  /** The auditorium. */
  auditorium: Auditorium;
  /** How many seats can be booked now; 0 when it is cancelled or has begun. */
  availableSeatCount?: Maybe<Scalars['Int']['output']>;
  /** The cinema's business day: a showtime at 00:30 belongs to the evening before. */
  businessDate: Scalars['Date']['output'];
  /** The cinema. */
  cinema: Cinema;
  /** When the movie ends, after 10 minutes of trailers. */
  endsAt: Scalars['DateTime']['output'];
  /** How the movie is shown. */
  format: ScreenFormat;
  /** `sho_` and a ULID. */
  id: Scalars['ID']['output'];
  /** Whether it takes place, has not begun and has seats left. */
  isBookable?: Maybe<Scalars['Boolean']['output']>;
  /** The movie. */
  movie: Movie;
  /** The prices, by ticket category and seat class. */
  prices: Array<TicketPrice>;
  /** What was sold of it until now. STAFF and ADMIN only. */
  sales?: Maybe<ShowtimeSales>;
  /** All its seats, as they are now. */
  seatMap?: Maybe<SeatMap>;
  /** When the trailers begin. */
  startsAt: Scalars['DateTime']['output'];
  /** Whether the showtime takes place. */
  status: ShowtimeStatus;
  /** The language of the subtitles, if any: a BCP 47 tag. */
  subtitleLanguage?: Maybe<Scalars['String']['output']>;
};

/** A page of a list: a Relay connection. */
export type ShowtimeConnection = {
  /** The rows of this page, in order. */
  edges: Array<ShowtimeEdge>;
  /** The position of this page in the list. */
  pageInfo: PageInfo;
  /** How many rows the whole list has. */
  totalCount: Scalars['Int']['output'];
};

/** A row of a connection. */
export type ShowtimeEdge = {
  /** The row's cursor: pass it as `after` to read on from here. */
  cursor: Scalars['String']['output'];
  /** The row itself. */
  node: Showtime;
};

/** Which showtimes: all conditions hold at once. */
export type ShowtimeFilter = {
  /** With sound in this language (BCP 47). */
  audioLanguage?: InputMaybe<Scalars['String']['input']>;
  /** In this cinema. */
  cinemaId?: InputMaybe<Scalars['ID']['input']>;
  /** In this city. */
  cityId?: InputMaybe<Scalars['ID']['input']>;
  /** On this business day, in each cinema's own zone. */
  date?: InputMaybe<Scalars['Date']['input']>;
  /** Shown in this format. */
  format?: InputMaybe<ScreenFormat>;
  /** Of this movie. */
  movieId?: InputMaybe<Scalars['ID']['input']>;
};

/** Tickets are sold: the showtime can be cancelled, but not moved. */
export type ShowtimeHasBookings = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The showtime is cancelled or has begun. */
export type ShowtimeNotBookable = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** What was sold of a showtime until now. */
export type ShowtimeSales = {
  /** How many bookings have the sold seats. */
  bookingCount: Scalars['Int']['output'];
  /** How many seats can be sold at all. */
  capacity: Scalars['Int']['output'];
  /** What cancelling the showtime would give back: all that its bookings cost. */
  refundIfCancelled: MoneySum;
  /** How many of the sold seats' guests were let in, as far as scans are merged. */
  seatsAdmitted: Scalars['Int']['output'];
  /** How many seats are sold. */
  seatsBooked: Scalars['Int']['output'];
  /** How many seats are kept for somebody who may buy them, or is buying them. */
  seatsHeld: Scalars['Int']['output'];
  /** What was paid for its bookings and is not refunded. What a cancelled booking did not get back is in it; a refund that is under way is not. */
  takings: MoneySum;
};

/** Whether a showtime takes place. */
export type ShowtimeStatus =
  /** The showtime is cancelled; its bookings are refunded. */
  | 'CANCELLED'
  /** The showtime takes place. */
  | 'SCHEDULED';

/** What can be watched. */
export type Subscription = {
  /** A booking of the viewer now, and then whenever its status changes or a refund is promised. Its owner only, not even STAFF. Ends with UNAUTHENTICATED within half a minute after the session has ended; watching does not prolong the session. */
  bookingUpdated: Booking;
  /** A showtime's seats now, and then whenever they change. Changes that are faster than a client reads are sent as one: versions in between are skipped, none comes twice or out of order, and the last one is never missing. */
  seatMapChanged: SeatMap;
};


/** What can be watched. */
export type SubscriptionBookingUpdatedArgs = {
  id: Scalars['ID']['input'];
};


/** What can be watched. */
export type SubscriptionSeatMapChangedArgs = {
  showtimeId: Scalars['ID']['input'];
};

/** The right to one seat of one showtime. */
export type Ticket = {
  /** Who it is for. */
  category: TicketCategory;
  /** Signed, so that a door can verify it offline. */
  code: Scalars['String']['output'];
  /** `tkt_` and a ULID. */
  id: Scalars['ID']['output'];
  /** The price that was paid for it. */
  price: Money;
  /** The code as a QR symbol, an SVG document. */
  qrSvg: Scalars['String']['output'];
  /** Such as `C7`. */
  seatId: Scalars['ID']['output'];
  /** Whether it lets a guest in. */
  status: TicketStatus;
};

/** The guest is let in. */
export type TicketAccepted = {
  /** The booking that it belongs to. */
  booking: Booking;
  /** The ticket, now used. */
  ticket: Ticket;
};

/** Who a ticket is for. */
export type TicketCategory =
  /** An adult. */
  | 'ADULT'
  /** A child. */
  | 'CHILD'
  /** An elderly person. */
  | 'SENIOR'
  /** A student. */
  | 'STUDENT';

/** A public key that verifies the signature of tickets' codes. */
export type TicketKey = {
  /** Codes name it as `k`. */
  id: Scalars['ID']['output'];
  /** An Ed25519 key in PEM. */
  publicKey: Scalars['String']['output'];
};

/** What a ticket costs. */
export type TicketPrice = {
  /** Who the ticket is for. */
  category: TicketCategory;
  /** The price, taxes included. */
  price: Money;
  /** The kind of seat. */
  seatClass: SeatClass;
};

/** What a ticket costs. */
export type TicketPriceInput = {
  /** The price with taxes, in the currency's smallest unit: 0 to 214,748,364. At 0 the ticket costs nothing. */
  amountMinor: Scalars['Int']['input'];
  /** Who the ticket is for. */
  category: TicketCategory;
  /** ISO 4217 code; one for the whole showtime. */
  currency: Scalars['String']['input'];
  /** The kind of seat. */
  seatClass: SeatClass;
};

/** The guest is not let in; `code` is the reason. */
export type TicketRejected = UserError & {
  /** When the ticket was used, if it was used before. */
  checkedInAt?: Maybe<Scalars['DateTime']['output']>;
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** Whether a ticket opens the door. */
export type TicketStatus =
  /** Its guest was let in. */
  | 'USED'
  /** It lets one guest in, once. */
  | 'VALID'
  /** Its booking was cancelled. */
  | 'VOID';

/** How a login hands over the session's token. */
export type TokenDelivery =
  /** In the answer, for apps: they send it as `Authorization: Bearer`. */
  | 'BEARER'
  /** As an HttpOnly cookie, for browsers: scripts cannot read it. */
  | 'COOKIE';

/** There were too many attempts; this one was not made. */
export type TooManyAttempts = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
  /** How many seconds to wait before the next attempt. */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** Two-factor login is on already. */
export type TotpAlreadyEnabled = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** Two-factor login is on. */
export type TotpEnabled = {
  /** Each replaces a code of the app once; they are shown only here. */
  recoveryCodes: Array<Scalars['String']['output']>;
};

/** What an authenticator app needs. */
export type TotpEnrolment = {
  /** The address as a QR code, an SVG document. */
  qrSvg: Scalars['String']['output'];
  /** The secret of that address, to type by hand. */
  secret: Scalars['String']['output'];
  /** The address that the app reads, `otpauth://totp/…`. */
  uri: Scalars['String']['output'];
};

/** Two-factor login is not on. */
export type TotpNotEnabled = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The password is right, and the login also needs a code. */
export type TotpRequired = {
  /** Send it to `completeLogin` with the code within 5 minutes. */
  challenge: Scalars['String']['output'];
};

/** Changes to a cinema: fields that are left out stay as they are. */
export type UpdateCinemaInput = {
  /** Street and number. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** The cinema. */
  id: Scalars['ID']['input'];
  /** The name, unique in its city. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** IANA name; fixed while showtimes are in the schedule. */
  timezone?: InputMaybe<Scalars['String']['input']>;
};

/** Changes to a movie: fields that are left out stay as they are. */
export type UpdateMovieInput = {
  /** Such as `PG-13`. */
  certification?: InputMaybe<Scalars['String']['input']>;
  /** All its formats; those of showtimes in the schedule must stay. */
  formats?: InputMaybe<Array<ScreenFormat>>;
  /** All its genres: 1 to 10. */
  genres?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The movie. */
  id: Scalars['ID']['input'];
  /** Null removes it. */
  originalTitle?: InputMaybe<Scalars['String']['input']>;
  /** Null removes it. */
  posterUrl?: InputMaybe<Scalars['String']['input']>;
  /** Not after a showtime in the schedule. */
  releaseDate?: InputMaybe<Scalars['Date']['input']>;
  /** Fixed while showtimes are in the schedule. */
  runtimeMinutes?: InputMaybe<Scalars['Int']['input']>;
  /** 1 to 4000 characters. */
  synopsis?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Null removes it. */
  trailerUrl?: InputMaybe<Scalars['String']['input']>;
};

/** Changes to a profile; fields that are left out stay as they are. */
export type UpdateProfileInput = {
  /** An https address; null removes it. */
  avatarUrl?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters. */
  firstName?: InputMaybe<Scalars['String']['input']>;
  /** The gender that the owner states. */
  gender?: InputMaybe<Gender>;
  /** The language of mails to the owner. */
  language?: InputMaybe<Language>;
  /** 1 to 100 characters. */
  lastName?: InputMaybe<Scalars['String']['input']>;
  /** In international form; null removes it. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** The changed account, or why it is unchanged. */
export type UpdateProfileResult = Account | InvalidInput | NotFound | PhoneTaken;

/** A refusal that a client can act on; nothing has changed. */
export type UserError = {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** For people, in English. */
  message: Scalars['String']['output'];
};

/** The changed account, or why it is unchanged. */
export type VerifyEmailResult = Account | InvalidToken;

/** The week is copied to the next week. */
export type WeekCopied = {
  /** The new showtimes, by start. */
  showtimes: Array<Showtime>;
};

/** Some showtimes of the week cannot be copied, so none is copied. */
export type WeekNotCopied = UserError & {
  /** Stable and machine-readable. */
  code: Scalars['String']['output'];
  /** Every showtime that cannot be copied, by start. */
  conflicts: Array<CopyConflict>;
  /** For people, in English. */
  message: Scalars['String']['output'];
};

export type AccountsQueryVariables = Exact<{
  search?: InputMaybe<Scalars['String']['input']>;
  role?: InputMaybe<Role>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AccountsQuery = { accounts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor?: string | null }, edges: Array<{ node: { id: string, firstName: string, lastName: string, email: string, emailVerified: boolean, totpEnabled: boolean, roles: Array<Role>, createdAt: string } }> } };

export type AuditLogQueryVariables = Exact<{
  accountId?: InputMaybe<Scalars['ID']['input']>;
  action?: InputMaybe<AuditAction>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type AuditLogQuery = { auditLog: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor?: string | null }, edges: Array<{ node: { id: string, at: string, action: AuditAction, accountId: string, actorId?: string | null, ipAddress?: string | null, details: Array<{ name: string, value: string }> } }> } };

export type RevokeAccountSessionsMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type RevokeAccountSessionsMutation = { revokeAccountSessions:
    | { __typename: 'NotFound' }
    | { __typename: 'RevokeSessionsSuccess', revokedCount: number }
   };

export type SetAccountRolesMutationVariables = Exact<{
  id: Scalars['ID']['input'];
  roles: Array<Role> | Role;
}>;


export type SetAccountRolesMutation = { setAccountRoles:
    | { __typename: 'Account' }
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
   };

export type CheckInMutationVariables = Exact<{
  input: CheckInTicketInput;
}>;


export type CheckInMutation = { checkInTicket:
    | { __typename: 'IdempotencyConflict' }
    | { __typename: 'TicketAccepted', ticket: { id: string, seatId: string, category: TicketCategory }, booking: { showtime: { startsAt: string, movie: { title: string }, cinema: { timezone: string }, auditorium: { name: string } } } }
    | { __typename: 'TicketRejected', checkedInAt?: string | null, reason: string }
   };

export type MergeScanMutationVariables = Exact<{
  input: MergeScanInput;
}>;


export type MergeScanMutation = { mergeScan:
    | { __typename: 'InvalidInput' }
    | { __typename: 'ScanMerged', double?: { first: { at: string, device: string }, again: { at: string, device: string } } | null }
    | { __typename: 'TicketRejected', reason: string }
   };

export type OfflineDoorQueryVariables = Exact<{ [key: string]: never; }>;


export type OfflineDoorQuery = { offlineDoor: { opensMinutes: number, longestStayMinutes: number, keys: Array<{ id: string, publicKey: string }> } };

export type AuditoriumsQueryVariables = Exact<{
  cinemaId: Scalars['ID']['input'];
}>;


export type AuditoriumsQuery = { cinema?: { auditoriums: Array<{ id: string, name: string, capacity: number, formats: Array<ScreenFormat> }> } | null };

export type BoardDayQueryVariables = Exact<{
  filter: ShowtimeFilter;
}>;


export type BoardDayQuery = { showtimes: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, startsAt: string, endsAt: string, status: ShowtimeStatus, format: ScreenFormat, audioLanguage: string, subtitleLanguage?: string | null, movie: { title: string }, auditorium: { id: string } } }> } };

export type BoardShowtimeFragment = { id: string, startsAt: string, endsAt: string, status: ShowtimeStatus, format: ScreenFormat, audioLanguage: string, subtitleLanguage?: string | null, movie: { title: string }, auditorium: { id: string } };

export type CancelShowtimeMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type CancelShowtimeMutation = { cancelShowtime:
    | { __typename: 'NotFound' }
    | { __typename: 'Showtime' }
   };

export type CopyWeekMutationVariables = Exact<{
  input: CopyWeekInput;
}>;


export type CopyWeekMutation = { copyWeek:
    | { __typename: 'InvalidInput' }
    | { __typename: 'NotFound' }
    | { __typename: 'WeekCopied', showtimes: Array<{ id: string }> }
    | { __typename: 'WeekNotCopied', conflicts: Array<{ showtime: { startsAt: string, movie: { title: string }, auditorium: { name: string } }, fields: Array<{ code: string }>, conflictsWith: Array<{ startsAt: string }> }> }
   };

export type MoveShowtimeMutationVariables = Exact<{
  input: MoveShowtimeInput;
}>;


export type MoveShowtimeMutation = { moveShowtime:
    | { __typename: 'InvalidInput', fields: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'NotFound' }
    | { __typename: 'ScheduleConflict', conflictsWith: Array<{ startsAt: string, endsAt: string, movie: { title: string } }> }
    | { __typename: 'Showtime' }
    | { __typename: 'ShowtimeHasBookings' }
   };

export type ConflictingFragment = { startsAt: string, endsAt: string, movie: { title: string } };

export type BrokenFragment = { path: Array<string>, code: string, message: string };

export type PlannableMoviesQueryVariables = Exact<{ [key: string]: never; }>;


export type PlannableMoviesQuery = { shown: { edges: Array<{ node: { id: string, title: string, runtimeMinutes: number, formats: Array<ScreenFormat>, spokenLanguage: string, subtitleLanguages: Array<string> } }> }, soon: { edges: Array<{ node: { id: string, title: string, runtimeMinutes: number, formats: Array<ScreenFormat>, spokenLanguage: string, subtitleLanguages: Array<string> } }> }, ended: { edges: Array<{ node: { id: string, title: string, runtimeMinutes: number, formats: Array<ScreenFormat>, spokenLanguage: string, subtitleLanguages: Array<string> } }> } };

export type PlannableMovieFragment = { id: string, title: string, runtimeMinutes: number, formats: Array<ScreenFormat>, spokenLanguage: string, subtitleLanguages: Array<string> };

export type PriceExamplesQueryVariables = Exact<{
  cinemaId: Scalars['ID']['input'];
}>;


export type PriceExamplesQuery = { cinema?: { showtimes: { edges: Array<{ node: { format: ScreenFormat, audioLanguage: string, auditorium: { id: string }, prices: Array<{ category: TicketCategory, seatClass: SeatClass, price: { amountMinor: number, currency: string } }> } }> } } | null };

export type ScheduleShowtimeMutationVariables = Exact<{
  input: ScheduleShowtimeInput;
}>;


export type ScheduleShowtimeMutation = { scheduleShowtime:
    | { __typename: 'InvalidInput', fields: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'NotFound' }
    | { __typename: 'ScheduleConflict', conflictsWith: Array<{ startsAt: string, endsAt: string, movie: { title: string } }> }
    | { __typename: 'Showtime' }
   };

export type SeatClassesQueryVariables = Exact<{
  cinemaId: Scalars['ID']['input'];
}>;


export type SeatClassesQuery = { cinema?: { auditoriums: Array<{ id: string, rows: Array<{ seats: Array<{ seatClass: SeatClass }> }> }> } | null };

export type ShowtimeSalesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ShowtimeSalesQuery = { showtime?: { sales?: { capacity: number, seatsBooked: number, seatsHeld: number, bookingCount: number, refundIfCancelled: { amountMinor: number, currency: string } } | null } | null };

export type TodayAtCinemaQueryVariables = Exact<{
  filter: ShowtimeFilter;
}>;


export type TodayAtCinemaQuery = { showtimes: { pageInfo: { hasNextPage: boolean }, edges: Array<{ node: { id: string, startsAt: string, status: ShowtimeStatus, movie: { title: string }, auditorium: { name: string }, sales?: { capacity: number, seatsBooked: number, seatsHeld: number, seatsAdmitted: number, takings: { amountMinor: number, currency: string } } | null } }> } };

export const BoardShowtimeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BoardShowtime"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Showtime"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"audioLanguage"}},{"kind":"Field","name":{"kind":"Name","value":"subtitleLanguage"}},{"kind":"Field","name":{"kind":"Name","value":"movie"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"auditorium"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<BoardShowtimeFragment, unknown>;
export const ConflictingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Conflicting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Showtime"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"movie"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]} as unknown as DocumentNode<ConflictingFragment, unknown>;
export const BrokenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Broken"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FieldError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]} as unknown as DocumentNode<BrokenFragment, unknown>;
export const PlannableMovieFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PlannableMovie"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Movie"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"runtimeMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"formats"}},{"kind":"Field","name":{"kind":"Name","value":"spokenLanguage"}},{"kind":"Field","name":{"kind":"Name","value":"subtitleLanguages"}}]}}]} as unknown as DocumentNode<PlannableMovieFragment, unknown>;
export const AccountsDocument = {"__meta__":{"documentId":"503ee28699fbb20772304f6c227bcd058e7f256aa0f6e075965866c08777be37"}} as unknown as DocumentNode<AccountsQuery, AccountsQueryVariables>;
export const AuditLogDocument = {"__meta__":{"documentId":"cb705f6a40b90dedced08910d640be7990fc482bbe7e72c0689bec2d81b6834a"}} as unknown as DocumentNode<AuditLogQuery, AuditLogQueryVariables>;
export const RevokeAccountSessionsDocument = {"__meta__":{"documentId":"ad1f034d2bbd0920c33fec202005ef0d4c60a128d5166d9e14a54ea20b2f1078"}} as unknown as DocumentNode<RevokeAccountSessionsMutation, RevokeAccountSessionsMutationVariables>;
export const SetAccountRolesDocument = {"__meta__":{"documentId":"e3a47965abcf1085bfa61c9ac7db1eb37d493c85661b74afe7a58d539ec851be"}} as unknown as DocumentNode<SetAccountRolesMutation, SetAccountRolesMutationVariables>;
export const CheckInDocument = {"__meta__":{"documentId":"ed07429b5ae4ad90650706454057dcb4665612560ef41613a91db50b6111941b"}} as unknown as DocumentNode<CheckInMutation, CheckInMutationVariables>;
export const MergeScanDocument = {"__meta__":{"documentId":"c98eebce92c8ac30bf318a81cb30c7d2fa15f74ef28a3654ea4683ea9184b75f"}} as unknown as DocumentNode<MergeScanMutation, MergeScanMutationVariables>;
export const OfflineDoorDocument = {"__meta__":{"documentId":"1c9f761e1e3b5c30c148b1d8e9cd230e9972ddf98991bf2849350055804ff350"}} as unknown as DocumentNode<OfflineDoorQuery, OfflineDoorQueryVariables>;
export const AuditoriumsDocument = {"__meta__":{"documentId":"ef5dae70fff98ae6e29071d5950a3186b48ede9801aad5f5e3ed02dcbc45c998"}} as unknown as DocumentNode<AuditoriumsQuery, AuditoriumsQueryVariables>;
export const BoardDayDocument = {"__meta__":{"documentId":"e4436c55f915858e9234f5aeac0d0ad632d7dceaf99b6440987f72ba90324adb"}} as unknown as DocumentNode<BoardDayQuery, BoardDayQueryVariables>;
export const CancelShowtimeDocument = {"__meta__":{"documentId":"542f6ddd2f775b8a60a0e008038eb74178183e17cc55fb5f2656ad7f3d11e011"}} as unknown as DocumentNode<CancelShowtimeMutation, CancelShowtimeMutationVariables>;
export const CopyWeekDocument = {"__meta__":{"documentId":"6ee2de5a7b65d4d7fd8d4f6ad8dbcae9f716def31a2c38638bac9ebf49cf2b8c"}} as unknown as DocumentNode<CopyWeekMutation, CopyWeekMutationVariables>;
export const MoveShowtimeDocument = {"__meta__":{"documentId":"e7e3c50877ec684792b1ff20d2af52574f4103adaeef0154ad3366a676b0890e"}} as unknown as DocumentNode<MoveShowtimeMutation, MoveShowtimeMutationVariables>;
export const PlannableMoviesDocument = {"__meta__":{"documentId":"a76a1122bf6e3ff97589a339a5476cba83cee96fd822379a969e186baabf05c6"}} as unknown as DocumentNode<PlannableMoviesQuery, PlannableMoviesQueryVariables>;
export const PriceExamplesDocument = {"__meta__":{"documentId":"0db16fa1113113053d34eb33cc129c68cff61c73c0b3690aface31dfbb68240a"}} as unknown as DocumentNode<PriceExamplesQuery, PriceExamplesQueryVariables>;
export const ScheduleShowtimeDocument = {"__meta__":{"documentId":"682c12a116ddc07df0f075dd39c762e97223917c01bbc455ec1e030609d01ef6"}} as unknown as DocumentNode<ScheduleShowtimeMutation, ScheduleShowtimeMutationVariables>;
export const SeatClassesDocument = {"__meta__":{"documentId":"5bc57e3af2e61a4bde0b84a15ea90deb5808bd7eaa34364f7021ec63f5b0426f"}} as unknown as DocumentNode<SeatClassesQuery, SeatClassesQueryVariables>;
export const ShowtimeSalesDocument = {"__meta__":{"documentId":"6944099cf3d86509adc60651e8a487efb40fdb949ada4a7ed89382b96e3ae4a1"}} as unknown as DocumentNode<ShowtimeSalesQuery, ShowtimeSalesQueryVariables>;
export const TodayAtCinemaDocument = {"__meta__":{"documentId":"544611dc7c1f9aadf46136e08f19b6c06ee12345191d65ea171fa647361428cf"}} as unknown as DocumentNode<TodayAtCinemaQuery, TodayAtCinemaQueryVariables>;