/** Account pictures and the brand icon: a PNG in one colour, which follows from the path. */
import { crc32, deflateSync } from 'node:zlib';
import { type Answer, answer } from '../exchange.ts';
import { sha256 } from './token.ts';

const side = 32;

export function picture(path: string): Answer {
  const colour = sha256(path).subarray(0, 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8); // 8 bits a channel, RGB
  const row = Buffer.concat([Buffer.of(0), ...Array.from({ length: side }, () => colour)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return answer(
    200,
    'image/png',
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.of())]),
  );
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
