/** The rules of a workspace, sorted into the repositories that they belong to: only rules of one are judged beside each other. */
import type { RuleFacts } from '../analysis/repository/facts.js';
import { createRepository, type Repository } from '../analysis/repository/repository.js';
import type { ServerProjects } from './projects.js';
import { fileKey } from './uris.js';

export interface Repositories {
  /** The rules of the file's project; undefined for files that a search of the workspace or of the project passes over. */
  of(uri: string): Promise<Repository | undefined>;
  forget(): void;
}

export function createRepositories(
  projects: Pick<ServerProjects, 'of'>,
  rules: () => readonly RuleFacts[],
  folderAbove: (uri: string) => string | undefined,
): Repositories {
  let byFolder: Promise<ReadonlyMap<string, Repository>> | undefined;

  /** Rules of one project belong together, and those of one folder that are in none. */
  async function keyOf(uri: string): Promise<string | undefined> {
    const above = folderAbove(uri);
    const project = await projects.of(uri);
    return above === undefined || !project.isFound(uri) ? undefined : fileKey(project.folder ?? above);
  }

  async function sort(): Promise<ReadonlyMap<string, Repository>> {
    const sorted = new Map<string, RuleFacts[]>();
    for (const rule of rules()) {
      const key = await keyOf(rule.uri);
      if (key === undefined) continue;
      const others = sorted.get(key);
      if (others === undefined) sorted.set(key, [rule]);
      else others.push(rule);
    }
    return new Map(
      await Promise.all(
        [...sorted].map(async ([folder, found]) => {
          const lock = found[0] === undefined ? undefined : await (await projects.of(found[0].uri)).lock();
          return [folder, createRepository(found, lock)] as const;
        }),
      ),
    );
  }

  return {
    async of(uri) {
      const key = await keyOf(uri);
      byFolder ??= sort();
      return key === undefined ? undefined : (await byFolder).get(key);
    },
    forget: () => void (byFolder = undefined),
  };
}
