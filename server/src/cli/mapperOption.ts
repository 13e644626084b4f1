/** The mapper that a command asks for with `--mapping`, with the mappings of the project. */
import { fail, succeed, type Outcome } from '../base/host.js';
import type { Project } from '../config/projects.js';
import type { EventMapper } from '../events/mapper.js';
import { chooseMapper, loadMappings, noMapping, type Mappings } from '../mapping/load.js';
import { uriOf } from './files.js';
import type { Terminal } from './terminal.js';

/** `choice`: a name, a file, or `none`. Fails where a mapping of the user cannot be used: a run without it would find less, and not say so. */
export async function mapperFor(
  choice: string | undefined,
  project: Pick<Project, 'mappingFiles'>,
  terminal: Terminal,
): Promise<Outcome<EventMapper | undefined>> {
  if (choice === noMapping) return succeed(undefined);
  const file = choice !== undefined && isFile(choice) ? uriOf(terminal.folder, choice) : undefined;
  const mappings = await knownMappings(project, terminal, file);
  if (!mappings.ok) return mappings;
  return chooseMapper(mappings.value, file === undefined ? choice : mappings.value.all[0]?.name);
}

/** Those of the project and those shipped; before them that of one more file. */
export async function knownMappings(
  { mappingFiles }: Pick<Project, 'mappingFiles'>,
  { host }: Terminal,
  file?: string,
): Promise<Outcome<Mappings>> {
  const mappings = await loadMappings(host, [...(file === undefined ? [] : [file]), ...mappingFiles.filter((uri) => uri !== file)]);
  const [problem] = mappings.problems;
  if (problem === undefined) return succeed(mappings);
  return fail(
    'unsupported',
    `The mapping ${decodeURIComponent(problem.uri.slice(problem.uri.lastIndexOf('/') + 1))} cannot be used: ${problem.message}`,
  );
}

export function isFile(choice: string): boolean {
  return /[\\/]|\.jsonc?$/.test(choice);
}
