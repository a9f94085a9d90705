/** The devtools page is gone, or never was: the extension was updated or removed under an open DevTools. */
export function NoLog({ onRetry }: { onRetry(): void }) {
  return (
    <main class="empty">
      <h1>The log of this tab is not there</h1>
      <p>The extension was probably reloaded or updated while DevTools was open. Close DevTools and open it again.</p>
      <p>
        <button type="button" class="button" onClick={onRetry}>
          Look again
        </button>
      </p>
    </main>
  );
}
