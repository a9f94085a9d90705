const PATHS = {
  record: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z',
  clear:
    'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8Zm0 1.4a4.8 4.8 0 0 0-3.76 7.77l6.73-6.73A4.77 4.77 0 0 0 8 3.2Zm3.76 1.83-6.73 6.73a4.8 4.8 0 0 0 6.73-6.73Z',
  export: 'M7.3 2h1.4v6.1l2.1-2.1 1 1L8 10.8 4.2 7l1-1 2.1 2.1V2ZM2.5 10.5h1.4v2.1h8.2v-2.1h1.4V14h-11v-3.5Z',
  import: 'M7.3 10.4h1.4V4.6l2.1 2.1 1-1L8 1.9 4.2 5.7l1 1 2.1-2.1v5.8ZM2.5 10.5h1.4v2.1h8.2v-2.1h1.4V14h-11v-3.5Z',
  compare: 'M2 3h5v10H2V3Zm1.4 1.4v7.2h2.2V4.4H3.4ZM9 3h5v10H9V3Zm1.4 1.4v7.2h2.2V4.4h-2.2Z',
  close: 'm4.2 3.2 3.8 3.8 3.8-3.8 1 1L9 8l3.8 3.8-1 1L8 9l-3.8 3.8-1-1L7 8 3.2 4.2l1-1Z',
  back: 'm7.6 3.1 1 1-3.2 3.2H13v1.4H5.4l3.2 3.2-1 1L2.7 8l4.9-4.9Z',
  copy: 'M5 2h8v9h-2V9.7h.6V3.4H6.4V4H5V2ZM3 5h7v9H3V5Zm1.4 1.4v6.2h4.2V6.4H4.4Z',
  search:
    'M7 2.3a4.7 4.7 0 0 1 3.7 7.6l3 3-1 1-3-3A4.7 4.7 0 1 1 7 2.3Zm0 1.4a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6Z',
  ok: 'm13.3 4.1-7 7.6-3.6-3.6 1-1 2.6 2.5 6-6.5 1 1Z',
  failed: 'm4.2 3.2 3.8 3.8 3.8-3.8 1 1L9 8l3.8 3.8-1 1L8 9l-3.8 3.8-1-1L7 8 3.2 4.2l1-1Z',
  pending: 'M3.5 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2ZM8 7a1 1 0 1 1 0 2 1 1 0 0 1 0-2Zm4.5 0a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z',
  interrupted: 'M2.5 7.3h4v1.4h-4V7.3Zm7 0h4v1.4h-4V7.3ZM8.4 3l1.3.4-2.1 9.6-1.3-.4L8.4 3Z',
  warning: 'M8 2.2 14.2 13H1.8L8 2.2Zm-.7 4.4v3h1.4v-3H7.3Zm0 4v1.2h1.4v-1.2H7.3Z',
  dash: 'M4 7.3h8v1.4H4V7.3Z',
  twisty: 'm6 4 4.5 4L6 12V4Z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: what it says is always said in words beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
