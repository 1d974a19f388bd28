/** Dark or light: as the system says, until somebody chooses. */
export type Theme = 'dark' | 'light';

const KEPT = 'theme';

export function applyKeptTheme(): void {
  const kept = localStorage.getItem(KEPT);
  if (kept) document.documentElement.dataset['theme'] = kept;
}

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen) return chosen as Theme;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEPT, theme);
  document.documentElement.dataset['theme'] = theme;
}
