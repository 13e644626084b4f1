/** The colours of one output: real ones, or none. */
import picocolors from 'picocolors';

export type Colours = ReturnType<typeof picocolors.createColors>;

export function coloursFor(wanted: boolean): Colours {
  return picocolors.createColors(wanted);
}
