/** What is said of a refusal, and beside which field of its form. */
import type { Failure } from '../api/failures';
import { useAccountText } from '../text/account/useAccountText';

/** What is wrong with each field, by the field's name; `form` is of the whole form. */
export type Wrong = Partial<Record<string, string>>;

type Common =
  | { __typename: 'InvalidCredentials' | 'InvalidCode' }
  | { __typename: 'InvalidInput'; fields: { path: string[]; message: string }[] }
  | { __typename: 'TooManyAttempts'; retryAfterSeconds: number };

/** Words for the refusals that many forms share. `password` names the field of the current password. */
export function useRefusals(password = 'password'): {
  ofRefusal: (refusal: Common) => Wrong;
  ofFailure: (failure: Failure | undefined) => Wrong;
} {
  const { t, own } = useAccountText();
  return {
    ofRefusal: (refusal) => {
      switch (refusal.__typename) {
        case 'InvalidCredentials':
          return { [password]: own('wrong.password') };
        case 'InvalidCode':
          return { code: own('wrong.code') };
        case 'TooManyAttempts':
          return { form: t('logIn.tooMany', { count: refusal.retryAfterSeconds }) };
        case 'InvalidInput':
          return {
            form: own('wrong.fields'),
            ...Object.fromEntries(refusal.fields.map(({ path, message }) => [path.at(-1) ?? 'form', message])),
          };
      }
    },
    ofFailure: (failure) => ({ form: t(`failure.${failure ?? 'wrong'}`) }),
  };
}
