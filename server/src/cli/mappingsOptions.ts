/** The options about mappings of events, and the help that teaches them. */
import { exitCodeHelp } from './exitCodes.js';

/** For the options of each command that runs on events. */
export interface MappingChoice {
  /** A mapping by its name or file, or `none`. */
  readonly mapping?: string | undefined;
}

export interface MappingsOptions {
  readonly format: 'text' | 'json';
}

/** For the help of each command that has the option. */
export const mappingOption = [
  '--mapping <name>',
  'how events of other shapes become ECS: a mapping, a mapping file, or none (default: as each event looks)',
] as const;

export const mappingsHelp = `
Events of other shapes than ECS are mapped before a rule runs on them: those of Windows as NXLog,
winlogbeat or an export of the event log write them, the audit log of Linux, CloudTrail. Mappings of your
own are named under "mappings" in rulewright.config.json.

Examples:
  rulewright mappings                    the mappings there are
  rulewright mappings windows-sysmon     which field comes from where
  rulewright mappings mine.json          checks a mapping file, and shows what it does
${exitCodeHelp({ 0: 'listed', 2: 'wrong usage, no such mapping, or a mapping that cannot be used' })}`;
