/** Follows DevTools' theme, now and when it changes; outside DevTools, the system's. */
export function followTheme(root: HTMLElement): void {
  const apply = (dark: boolean) => root.classList.toggle('dark', dark);
  const panels = globalThis.chrome?.devtools?.panels;
  if (panels === undefined) {
    const system = matchMedia('(prefers-color-scheme: dark)');
    apply(system.matches);
    system.addEventListener('change', () => apply(system.matches));
    return;
  }
  apply(panels.themeName === 'dark');
  panels.setThemeChangeHandler(theme => apply(theme === 'dark'));
}
