/** Where the focus goes when what had it is no longer there. */
import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'wouter';

/** Moves focus and scroll to a new page's start, as a browser does for pages that it loads. */
export function useFocusOnNewPages(main: RefObject<HTMLElement | null>): void {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}

/**
 * Keeps the place when the element with the focus is removed, such as a button whose work is done:
 * what was around it is focused, so that the next Tab goes on from there.
 */
export function useKeptFocus(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let around: HTMLElement[] = [];
    const remember = ({ target }: FocusEvent): void => {
      around = [];
      for (let each = target as HTMLElement | null; each; each = each.parentElement) around.push(each);
    };
    const keep = (): void => {
      if (!around.length || around[0]?.isConnected || document.activeElement !== document.body) return;
      const place = around.find((each) => each.isConnected && each.matches('section, form, article, main'));
      if (!place) return;
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(keep);
    const root = main.current;
    if (root) observer.observe(root, { childList: true, subtree: true });
    root?.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      root?.removeEventListener('focusin', remember);
    };
  }, [main]);
}
