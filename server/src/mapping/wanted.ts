/** The mapper that a run or a test file asks for, where it counts that all mappings of the user can be used. */
import { nameOf } from '../base/fileName.js';
import { fail, succeed, type Host, type Outcome } from '../base/host.js';
import type { EventMapper, WantedMapping } from '../events/mapper.js';
import { chooseMapper, loadMappings, type MappingProblem, type Mappings } from './load.js';
import { noMapping } from './names.js';

type Files = Pick<Host, 'readAsset' | 'readText'>;

/**
 * Without a wish the mapping is chosen for each event by itself; `none` gives no mapper. Fails where a mapping of the user cannot be used:
 * a run without it would find less, and not say so.
 */
export async function wantedMapper(
  host: Files,
  userFiles: readonly string[],
  wanted?: WantedMapping,
): Promise<Outcome<EventMapper | undefined>> {
  if (wanted?.kind === 'name' && wanted.name === noMapping) return succeed(undefined);
  const file = wanted?.kind === 'file' ? wanted.uri : undefined;
  const mappings = await usableMappings(host, userFiles, file);
  if (!mappings.ok) return mappings;
  return chooseMapper(mappings.value, wanted?.kind === 'name' ? wanted.name : file === undefined ? undefined : mappings.value.all[0]?.name);
}

/** Those of the user and those shipped; before them that of one more file. */
export async function usableMappings(host: Files, userFiles: readonly string[], file?: string): Promise<Outcome<Mappings>> {
  const mappings = await loadMappings(host, [...(file === undefined ? [] : [file]), ...userFiles.filter((uri) => uri !== file)]);
  const [problem] = mappings.problems;
  return problem === undefined ? succeed(mappings) : fail('unsupported', unusable(problem));
}

/** What is wrong with the user's mappings: one sentence for each that cannot be used. */
export async function mappingFaults(host: Files, userFiles: readonly string[]): Promise<readonly MappingProblem[]> {
  const { problems } = await loadMappings(host, userFiles);
  return problems.map((problem) => ({ ...problem, message: unusable(problem) }));
}

function unusable({ uri, message }: MappingProblem): string {
  return `The mapping ${nameOf(uri)} cannot be used: ${message}`;
}
