import { apply, dateNow, interfaces } from './captured.ts';
import { native, readNative } from './face.ts';
import { quietly } from './unseen.ts';

/** Epoch ms with fractions, on the clock that the page's own `performance` shows; whole ms where the page has replaced it. */
export const wallClock: () => number =
  quietly(() => {
    const performance = readNative(interfaces, 'performance');
    const timeOrigin = readNative(performance, 'timeOrigin') as number;
    const now = native(performance, 'now');
    // A page may have put the other native `now` there.
    return now !== dateNow && (() => timeOrigin + (apply(now, performance as never, []) as number));
  }) || dateNow;
