import { useCommand } from '../../api/hooks';
import { MoveShowtimeDocument, type MoveShowtimeInput } from '../gql/graphql';
import type { Words } from './useWords';

/** Sends a move; the answer is why it is refused, or undefined when the showtime is moved. */
export function useMove(words: Words): [move: (input: MoveShowtimeInput) => Promise<string | undefined>, isSending: boolean] {
  const [send, isSending] = useCommand(MoveShowtimeDocument);
  const move = async (input: MoveShowtimeInput): Promise<string | undefined> => {
    const { data, failure } = await send({ input });
    const answer = data?.moveShowtime;
    if (answer?.__typename === 'Showtime') return undefined;
    return answer ? words.ofRefusal(answer) : words.ofFailure(failure);
  };
  return [move, isSending];
}
