/** The mapper for the event files that the editor runs rules on: chosen for each event by itself, the project's own mappings first. */
import { nameOf } from '../base/fileName.js';
import type { Host } from '../base/host.js';
import type { Project } from '../config/projects.js';
import type { Source } from '../evaluate/runRule.js';
import { chooseMapper, loadMappings } from '../mapping/load.js';

export interface MappedSources {
  readonly mapped: (source: Source) => Source;
  /** What is wrong with the project's own mappings, in a sentence for each. */
  readonly notes: readonly string[];
}

export async function sourceMapper({ mappingFiles }: Pick<Project, 'mappingFiles'>, host: Host): Promise<MappedSources> {
  const mappings = await loadMappings(host, mappingFiles);
  const chosen = chooseMapper(mappings, undefined);
  const mapper = chosen.ok ? chosen.value : undefined;
  return {
    mapped: (source) => ({ ...source, mapper }),
    notes: mappings.problems.map(({ uri, message }) => `The mapping ${nameOf(uri)} is not used: ${message}.`),
  };
}
