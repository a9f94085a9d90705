import type { Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface Props {
  icon: IconName;
  name: string;
  hint?: string;
  pressed?: boolean;
  disabled?: boolean;
  class?: string;
  buttonRef?: Ref<HTMLButtonElement>;
  onClick(): void;
}

/** A square button of the toolbar. `name` is its accessible name, `hint` its tooltip. */
export function IconButton({
  icon,
  name,
  hint = name,
  pressed,
  disabled = false,
  class: extra = '',
  buttonRef,
  onClick,
}: Props) {
  return (
    <button
      type="button"
      class={`icon-button ${extra}`}
      aria-label={name}
      title={hint}
      aria-pressed={pressed}
      disabled={disabled}
      ref={buttonRef ?? null}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
