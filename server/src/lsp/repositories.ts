/** The rules of a workspace, sorted into the repositories that they belong to: only rules of one are judged beside each other. */
import type { RuleFacts } from '../analysis/repository/facts.js';
import { createRepository, type Repository } from '../analysis/repository/repository.js';
import type { Project } from '../config/projects.js';
import type { ServerProjects } from './projects.js';
import { fileKey } from './uris.js';

export interface Repositories {
  /** The rules of the file's project; undefined for files that a search of the workspace or of the project passes over. */
  of(uri: string): Promise<Repository | undefined>;
  /** Whether rules have been sorted, or are being sorted: those of a file that is edited are among them. */
  areSorted(): boolean;
  /** A file's rules are others now. */
  replace(before: readonly RuleFacts[], after: readonly RuleFacts[]): void;
  forget(): void;
}

interface Sorted {
  readonly repository: Repository;
  /** As it was when its rules were sorted. */
  readonly project: Project;
}

export function createRepositories(
  projects: Pick<ServerProjects, 'of'>,
  rules: () => readonly RuleFacts[],
  folderAbove: (uri: string) => string | undefined,
): Repositories {
  let sorting: Promise<ReadonlyMap<string, Sorted>> | undefined;
  let sorted: ReadonlyMap<string, Sorted> | undefined;

  const forget = (): void => {
    sorting = undefined;
    sorted = undefined;
  };

  /** Rules of one project belong together, and those of one folder that are in none. */
  async function homeOf(uri: string): Promise<{ readonly key: string; readonly project: Project } | undefined> {
    const above = folderAbove(uri);
    const project = await projects.of(uri);
    return above === undefined || !project.isFound(uri) ? undefined : { key: fileKey(project.folder ?? above), project };
  }

  async function sort(): Promise<ReadonlyMap<string, Sorted>> {
    const found = new Map<string, { readonly project: Project; readonly rules: RuleFacts[] }>();
    for (const rule of rules()) {
      const home = await homeOf(rule.uri);
      if (home === undefined) continue;
      const known = found.get(home.key);
      if (known === undefined) found.set(home.key, { project: home.project, rules: [rule] });
      else known.rules.push(rule);
    }
    return new Map(
      await Promise.all(
        [...found].map(async ([key, { project, rules: own }]) => {
          return [key, { project, repository: createRepository(own, await project.lock()) }] as const;
        }),
      ),
    );
  }

  async function sortedRules(): Promise<ReadonlyMap<string, Sorted>> {
    const mine = (sorting ??= sort());
    const result = await mine;
    if (sorting === mine) sorted = result;
    return result;
  }

  return {
    async of(uri) {
      const home = await homeOf(uri);
      if (home === undefined) return undefined;
      const known = (await sortedRules()).get(home.key);
      // Its configuration has been read anew: other rules may be its own now.
      if (known === undefined || known.project === home.project) return known?.repository;
      forget();
      return (await sortedRules()).get(home.key)?.repository;
    },
    areSorted: () => sorting !== undefined,
    replace(before, after) {
      if (before.length === 0 && after.length === 0) return;
      const isKept = [...(sorted?.values() ?? [])].some(({ repository }) => repository.replace(before, after));
      if (!isKept) forget();
    },
    forget,
  };
}
