/** What mapping did, in words, for the command line and the editor alike. */
import type { FieldOrigin, MappingReport } from './mapper.js';

/** `Image (basename)` */
export function originText(origin: FieldOrigin): string {
  if (origin.kind === 'constant') return 'the mapping itself';
  return `${origin.paths.join(', ')}${origin.steps.length === 0 ? '' : ` (${origin.steps.join(', ')})`}`;
}

const shownKinds = 3;

/**
 * `1,480 of 1,500 events mapped by windows-sysmon (1,200), windows-security (280); 20 not mapped (Acme event 3: 12, …)`. Undefined where
 * nothing was mapped and nothing is missing.
 */
export function mappingSentence({ mapped, asIs, unmapped, unmappedKinds }: MappingReport): string | undefined {
  const total = mapped.reduce((sum, { events }) => sum + events, 0);
  if (total === 0 && unmapped === 0) return undefined;
  const [only] = mapped;
  const by =
    mapped.length === 1 ? (only?.mapping ?? '') : mapped.map(({ mapping, events }) => `${mapping} (${grouped(events)})`).join(', ');
  const all = total + asIs + unmapped;
  const count = total === all ? (all === 1 ? '1 event' : `all ${grouped(all)} events`) : `${grouped(total)} of ${grouped(all)} events`;
  const parts = [total === 0 ? `none of ${grouped(all)} events mapped` : `${count} mapped by ${by}`];
  if (asIs > 0) parts.push(`${grouped(asIs)} taken as they are`);
  if (unmapped > 0) {
    const kinds = unmappedKinds.slice(0, shownKinds).map(({ label, events }) => `${label}: ${grouped(events)}`);
    if (unmappedKinds.length > shownKinds) kinds.push('…');
    parts.push(`${grouped(unmapped)} not mapped (${kinds.join(', ')})`);
  }
  return parts.join('; ');
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
