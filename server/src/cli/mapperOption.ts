/** The mapper that a command asks for with `--mapping`, with the mappings of the project. */
import type { Outcome } from '../base/host.js';
import type { Project } from '../config/projects.js';
import { readWantedMapping, type EventMapper, type WantedMapping } from '../events/mapper.js';
import { usableMappings, wantedMapper } from '../mapping/wanted.js';
import type { Mappings } from '../mapping/load.js';
import { uriOf } from './files.js';
import type { Terminal } from './terminal.js';

/** `choice`: a name, a file, or `none`. Fails as `wantedMapper` does. */
export function mapperFor(
  choice: string | undefined,
  { mappingFiles }: Pick<Project, 'mappingFiles'>,
  terminal: Terminal,
): Promise<Outcome<EventMapper | undefined>> {
  return wantedMapper(terminal.host, mappingFiles, wantedOption(choice, terminal));
}

export function wantedOption(choice: string | undefined, { folder }: Pick<Terminal, 'folder'>): WantedMapping | undefined {
  return choice === undefined ? undefined : readWantedMapping(choice, (file) => uriOf(folder, file));
}

/** Those of the project and those shipped; before them that of one more file. */
export function knownMappings(
  { mappingFiles }: Pick<Project, 'mappingFiles'>,
  { host }: Terminal,
  file?: string,
): Promise<Outcome<Mappings>> {
  return usableMappings(host, mappingFiles, file);
}
