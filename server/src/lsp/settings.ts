/** The settings under `rulewright.*`: checked, with defaults for what is missing or wrong. */
import * as z from 'zod/mini';
import { profiles } from '../analysis/profile.js';
import type { Settings } from '../protocol/protocol.js';

export const defaultSettings: Settings = { severity: {}, codeLens: true };

const levelNames = ['error', 'warning', 'information', 'hint', 'off'] as const;
const level = z.enum(levelNames);
const shapes = {
  severity: z.record(z.string(), z.unknown()),
  profile: z.enum(['auto', ...profiles]),
  codeLens: z.boolean(),
};

/** Reads what the editor sent. `warn` hears of each setting that is not understood; its default stands in. */
export function readSettings(sent: unknown, warn: (message: string) => void): Settings {
  const given = z.record(z.string(), z.unknown()).safeParse(sent).data ?? {};
  const pick = <Key extends keyof typeof shapes>(key: Key): z.infer<(typeof shapes)[Key]> | undefined => {
    if (given[key] === undefined || given[key] === null) return undefined;
    const parsed = shapes[key].safeParse(given[key]);
    if (parsed.success) return parsed.data as z.infer<(typeof shapes)[Key]>;
    warn(`rulewright.${key} is not understood and left out: ${z.prettifyError(parsed.error)}`);
    return undefined;
  };
  const profile = pick('profile') ?? 'auto';
  return {
    severity: readLevels(pick('severity') ?? {}, warn),
    ...(profile === 'auto' ? {} : { profile }),
    codeLens: pick('codeLens') ?? defaultSettings.codeLens,
  };
}

function readLevels(given: Readonly<Record<string, unknown>>, warn: (message: string) => void): Settings['severity'] {
  const levels: Record<string, z.infer<typeof level>> = {};
  for (const [code, value] of Object.entries(given)) {
    const parsed = level.safeParse(value);
    if (parsed.success) levels[code.toUpperCase()] = parsed.data;
    else warn(`rulewright.severity: ${JSON.stringify(value)} is no level for ${code}; one of ${levelNames.join(', ')} is`);
  }
  return levels;
}
