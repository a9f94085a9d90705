import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { copyText } from './clipboard.ts';
import { Icon } from './icon.tsx';

interface Props {
  /** What is copied, in words: `the token`. */
  what: string;
  text(): string;
  /** Shown as text; without it the button is an icon. */
  label?: string;
}

const CONFIRMED_FOR = 1500;

/** Copies one thing as it is: only reports and exported files are redacted, and the tooltip says which this is. */
export function CopyButton({ what, text, label }: Props) {
  const copied = useSignal(0);
  useEffect(() => {
    if (copied.value === 0) return;
    const timer = setTimeout(() => {
      copied.value = 0;
    }, CONFIRMED_FOR);
    return () => clearTimeout(timer);
  }, [copied.value]);
  const onClick = () => {
    void copyText(text(), what);
    copied.value++;
  };
  const title = `Copy ${what} as it is: nothing in it is replaced`;
  const icon = <Icon name={copied.value > 0 ? 'ok' : 'copy'} />;
  return label === undefined ? (
    <button type="button" class="icon-button copy" aria-label={`Copy ${what}`} title={title} onClick={onClick}>
      {icon}
    </button>
  ) : (
    <button type="button" class="button" title={title} onClick={onClick}>
      {icon}
      {label}
    </button>
  );
}
