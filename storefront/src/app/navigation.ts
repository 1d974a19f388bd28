/** Filters that live in the address, so that a link shows what its sender saw. */
import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

export function useParameters(): [
  read: (name: string) => string | undefined,
  write: (changes: Record<string, string | undefined>) => void,
] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const read = useCallback((name: string) => new URLSearchParams(search).get(name) ?? undefined, [search]);
  const write = useCallback(
    (changes: Record<string, string | undefined>) => {
      const parameters = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) parameters.set(name, value);
        else parameters.delete(name);
      }
      const text = parameters.toString();
      navigate(text ? `${path}?${text}` : path, { replace: true });
    },
    [search, path, navigate],
  );
  return [read, write];
}
