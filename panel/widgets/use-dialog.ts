import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * What every dialog of the panel has: it is modal from the first, and keys pressed in it are its own. `close()` gives
 * the focus back to where it was, as Escape does, and ends in `onClose`.
 */
export function useDialog(onClose: () => void) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => ref.current?.showModal(), []);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDialogElement>) => event.stopPropagation();
  return { props: { ref, onClose, onKeyDown }, close: () => ref.current?.close() };
}
