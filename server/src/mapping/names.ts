/** Which mappings there are by name, those shipped and those of the user; none is made ready for that. */
import type { Host, Outcome } from '../base/host.js';
import type { MappingFile } from './mappingFile.js';

/** Those shipped with the product, in the order in which they are tried. */
export const shippedMappings = [
  'windows-sysmon',
  'windows-security',
  'windows-powershell',
  'windows-event',
  'linux-auditd',
  'aws-cloudtrail',
] as const;

/** No mapping, as a choice. */
export const noMapping = 'none';

/** All that can be named. Undefined where a file of the user cannot be read, so that its name is not known. */
export async function mappingNames(host: Pick<Host, 'readText'>, userFiles: readonly string[]): Promise<readonly string[] | undefined> {
  const read = await Promise.all(userFiles.map((uri) => readUserFile(host, uri)));
  const own = read.flatMap((file) => (file.ok ? [file.value.name] : []));
  return own.length < userFiles.length ? undefined : [...new Set([...own, ...shippedMappings, noMapping])];
}

/** A mapping file of the user. Fails where it cannot be read or is none. */
export async function readUserFile(host: Pick<Host, 'readText'>, uri: string): Promise<Outcome<MappingFile>> {
  const text = await host.readText(uri);
  return text.ok ? (await import('./mappingFile.js')).readMapping(text.value) : text;
}
