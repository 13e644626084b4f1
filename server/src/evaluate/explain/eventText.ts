/** Where an explained event stands, with its text. */
import type { EventPlace } from '../../events/event.js';
import type { SeenEvent } from '../eventPass.js';

/** Longer texts are not kept, in bytes. */
const longest = 256 * 1024;

interface PlacedEvent extends EventPlace {
  readonly file: number;
  readonly text: string | undefined;
}

export function placeAndText({ slice, bytes, file }: SeenEvent): PlacedEvent {
  const { offset, length, line, column, start, end } = slice;
  const text = end - start > longest ? undefined : new TextDecoder().decode(bytes.subarray(start, end));
  return { file, offset, length, line, column, text };
}
