/** Reloads the inspected page. Without DevTools around the panel there is nothing to reload. */
export function ReloadPage() {
  return (
    <button type="button" class="button" onClick={() => globalThis.chrome?.devtools?.inspectedWindow.reload({})}>
      Reload page
    </button>
  );
}
