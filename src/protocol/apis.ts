/** A bit for each of the `APIS` whose first argument the browser reads as a dictionary: the first, the fourth and the fifth. */
export const READS_DICTIONARY = 0b11001;
