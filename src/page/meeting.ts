import { apply, getOwnPropertyDescriptor, interfaces } from './captured.ts';

/**
 * Where the page's world and the bridge's meet: both hear an event that is dispatched here, and both have their own look
 * at the same `status`, a text that Chromium keeps for each window and does nothing with. A window's own listeners are
 * taken off by `document.open()`; this object's are not, and no other that has listeners costs a frame less (measured on
 * Chromium 156). Where it is missing, the browser takes the window instead.
 */
export const meeting = interfaces['documentPictureInPicture'] as unknown as EventTarget;

const { get, set } = (getOwnPropertyDescriptor(interfaces, 'status') ?? {}) as PropertyDescriptor;

/** What the other world has left here for as long as its event is heard. */
export const readStatus = (): string => apply(get as () => string, interfaces, []);

export const writeStatus = (text: string): void => apply(set as (text: string) => void, interfaces, [text]);
