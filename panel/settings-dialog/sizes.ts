export const MIB = 1024 * 1024;
const OFFERED = [16, 32, 64, 128, 256, 512, 1024].map(size => size * MIB);

/** The sizes to choose from, bytes, smallest first; the one that holds now among them, whatever it is. */
export function sizes(current: number): number[] {
  return [...new Set([...OFFERED, current])].sort((a, b) => a - b);
}
