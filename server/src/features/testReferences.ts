/** What a test file names and that there is not: files, and a mapping. */
import type { Host } from '../base/host.js';
import { nearestNames } from '../base/nearest.js';
import type { Problem } from '../base/problem.js';
import type { Project } from '../config/projects.js';
import { mappingNames } from '../mapping/names.js';
import { findRule } from '../ruleTests/findRule.js';
import type { TestFileReading } from '../ruleTests/readTestFile.js';
import { listed } from '../ruleTests/readTable.js';
import { missingFiles } from '../ruleTests/references.js';

/** What is looked at to know what is there. */
export type ReferenceFiles = Pick<Host, 'exists' | 'readText'>;

/** The project of a rule says which mappings are the user's own. */
export interface ProjectsOfRules {
  of(rule: string): Promise<Pick<Project, 'mappingFiles'>>;
}

/** One problem for each place that names such a thing; code `REP005`. */
export async function missingReferences(
  reading: TestFileReading,
  projects: ProjectsOfRules,
  host: ReferenceFiles,
): Promise<readonly Problem[]> {
  return [...(await missingFiles(reading, host)), ...(await unknownMapping(reading, projects, host))];
}

async function unknownMapping({ file }: TestFileReading, projects: ProjectsOfRules, host: ReferenceFiles): Promise<readonly Problem[]> {
  if (file.mapping?.value.kind !== 'name') return [];
  const { span, value } = file.mapping;
  const { mappingFiles } = await projects.of(await findRule(file, host));
  const names = await mappingNames(host, mappingFiles);
  if (names === undefined || names.includes(value.name)) return [];
  const [nearest] = nearestNames(value.name, names);
  const right = nearest === undefined ? `there are ${listed(names)}, or name a mapping file` : `did you mean \`${nearest}\`?`;
  const fix = { title: `Change to \`${nearest}\``, edits: [{ span, newText: `"${nearest}"` }], preferred: true };
  const message = `There is no mapping \`${value.name}\`; ${right}`;
  return [{ code: 'REP005', span, message, ...(nearest === undefined ? {} : { fixes: [fix] }) }];
}
