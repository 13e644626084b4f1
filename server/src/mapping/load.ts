/** The mappings there are, those shipped and those of the user, and the one mapper that a run asks for. */
import { parse as parseJsonc } from 'jsonc-parser';
import { once } from '../base/once.js';
import { fail, succeed, type Host, type Outcome } from '../base/host.js';
import type { EventMapper } from '../events/mapper.js';
import { compileMapping, type Mapping } from './compileMapping.js';
import { createMapper } from './mapper.js';
import type { MappingFile } from './mappingFile.js';
import { noMapping, readUserFile, shippedMappings } from './names.js';
import { stepsOf } from './sourceSteps.js';

export interface MappingProblem {
  readonly uri: string;
  readonly message: string;
}

export interface Mappings {
  /** The user's first, then those shipped; which are made ready when it is first asked for, for most events are in ECS already. */
  readonly all: readonly Mapping[];
  /** What is wrong with the user's files: one sentence each. */
  readonly problems: readonly MappingProblem[];
}

/** Reads the shipped mappings and the user's files. A file that cannot be used is a problem, and the others hold. */
export async function loadMappings(host: Pick<Host, 'readAsset' | 'readText'>, userFiles: readonly string[] = []): Promise<Mappings> {
  const [texts, read] = await Promise.all([
    Promise.all(shippedMappings.map((name) => host.readAsset(`mappings/${name}.json`))),
    Promise.all(userFiles.map(async (uri) => ({ uri, file: await readUserFile(host, uri) }))),
  ]);
  const shipped = once(() => texts.map((text) => parseJsonc(text) as MappingFile));
  const own = read.flatMap(({ file }) => (file.ok ? [file.value] : []));
  const problems = read.flatMap(({ uri, file }) => (file.ok ? [] : [{ uri, message: file.failure.message }]));
  const compiledOwn: Mapping[] = [];
  for (const { uri, file } of read) {
    if (!file.ok) continue;
    const compiled = compileNamed(file.value, [...own, ...shipped()]);
    if (compiled.ok) compiledOwn.push(compiled.value);
    else problems.push({ uri, message: compiled.failure.message });
  }
  const all = once(() => [...compiledOwn, ...compileShipped(shipped(), own, new Set(compiledOwn.map(({ name }) => name)))]);
  return {
    get all() {
      return all();
    },
    problems,
  };
}

/** Those that no mapping of the user replaces. */
function compileShipped(shipped: readonly MappingFile[], own: readonly MappingFile[], replaced: ReadonlySet<string>): readonly Mapping[] {
  const kept = shipped.filter(({ name }) => !replaced.has(name));
  return kept.map((file) => {
    const compiled = compileNamed(file, [...own, ...shipped]);
    if (!compiled.ok) throw new Error(compiled.failure.message);
    return compiled.value;
  });
}

/** With all that the mapping extends. One that extends its own name means the shipped one. */
function compileNamed(file: MappingFile, known: readonly MappingFile[]): Outcome<Mapping> {
  const chain: [MappingFile, ...MappingFile[]] = [file];
  for (let last = file; last.extends !== undefined;) {
    const wanted: string = last.extends;
    const next = known.find((each) => each.name === wanted && !chain.includes(each));
    if (next === undefined) {
      const isCircle = chain.some(({ name }) => name === wanted);
      return fail(
        'damaged',
        isCircle
          ? `extends: ${wanted} extends itself`
          : `extends: there is no mapping ${wanted}; there are ${[...new Set(known.map(({ name }) => name))].join(', ')}`,
      );
    }
    chain.push(next);
    last = next;
  }
  const missing = missingTable(chain);
  return missing === undefined ? succeed(compileMapping(chain)) : fail('damaged', missing);
}

/** A table that is named and stands in none of the mappings. */
function missingTable(chain: readonly MappingFile[]): string | undefined {
  const tables = new Set(chain.flatMap(({ tables: each = {} }) => Object.keys(each)));
  for (const { fields = {}, when = [] } of chain) {
    for (const [field, from] of [fields, ...when.map((each) => each.fields)].flatMap((each) => Object.entries(each))) {
      for (const step of stepsOf(from)) {
        const name = typeof step === 'string' ? undefined : 'table' in step ? step.table : 'flags' in step ? step.flags : undefined;
        if (name !== undefined && !tables.has(name)) return `fields.${field}: there is no table ${name} in "tables"`;
      }
    }
  }
  return undefined;
}

/**
 * The mapper for a choice: undefined chooses for each event by itself, `none` gives no mapper, a name the mapping of that name for all
 * events.
 */
export function chooseMapper(mappings: Mappings, choice: string | undefined): Outcome<EventMapper | undefined> {
  if (choice === undefined) return succeed(createMapper(() => mappings.all));
  if (choice === noMapping) return succeed(undefined);
  const { all } = mappings;
  const forced = all.find(({ name }) => name === choice);
  return forced === undefined
    ? fail(
        'missing',
        `There is no mapping ${choice}; there are ${all.map(({ name }) => name).join(', ')} and ${noMapping}, or name a mapping file.`,
      )
    : succeed(createMapper(() => all, forced));
}
