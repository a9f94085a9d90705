/** The browser reads the value as text. In a file of its own, so that esbuild writes the number where it is used. */
export const TEXT = 1;

/** How the browser reads a value: as text, as a list, as a dictionary, or in a way of its own. */
export type Shape = typeof TEXT | List | Members | 0 | false | undefined;
type List = readonly [Shape];
export interface Members {
  [member: string]: Shape;
}
