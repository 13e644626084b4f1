/** The rules that were read, by file: as they stand in the editor where their file is open, else as they are on disk. */
import type { RuleFacts } from '../analysis/repository/facts.js';
import { createRepository } from '../analysis/repository/repository.js';
import type { RuleModel } from '../features/ruleModel.js';
import type { RuleFile } from './readRules.js';
import { fileKey } from './uris.js';

export interface KnownRules {
  readonly replaceAll: (files: readonly RuleFile[]) => void;
  /** Undefined for a file that is gone or has no rules any more. */
  readonly setOnDisk: (uri: string, file: RuleFile | undefined) => void;
  /** `rules` is asked when they are first wanted. */
  readonly setOpen: (model: RuleModel, rules: () => readonly RuleFacts[]) => void;
  readonly close: (uri: string) => void;
  /** Whether the rules of the open file were taken from this model. */
  readonly isCurrent: (model: RuleModel) => boolean;
  readonly rulesOf: (uri: string) => readonly RuleFacts[];
  readonly rules: () => readonly RuleFacts[];
  /** Those that have rules or are nothing but a query. */
  readonly files: () => readonly string[];
  /** The file's URI as the editor writes it, where it is open. */
  readonly openUri: (uri: string) => string;
  /** Whether a file is open other than this one. */
  readonly hasOthersOpen: (uri: string) => boolean;
  /** The open files that have a rule with something in common with one of these; the file that these are from is left out. */
  readonly openBeside: (rules: readonly RuleFacts[], uri: string) => readonly string[];
}

/** A class, because of the getter: an object with one of its own would be kept for long, and with it every version of its file. */
class OpenFile implements RuleFile {
  readonly uri: string;
  readonly model: RuleModel;
  readonly #rules: () => readonly RuleFacts[];

  constructor(model: RuleModel, rules: () => readonly RuleFacts[]) {
    this.uri = model.uri;
    this.model = model;
    this.#rules = rules;
  }

  get rules(): readonly RuleFacts[] {
    return this.#rules();
  }
}

/** `isMember`: whether an open file counts; earlier versions and other views of one do not. */
export function createKnownRules(isMember: (uri: string) => boolean): KnownRules {
  let onDisk = new Map<string, RuleFile>();
  const open = new Map<string, OpenFile>();
  const members = (): readonly RuleFile[] => {
    const opened = [...open].filter(
      ([, { uri, rules, model }]) => isMember(uri) && (rules.length > 0 || model.document.queries.length > 0),
    );
    return [...new Map<string, RuleFile>([...onDisk, ...opened]).values()];
  };
  return {
    replaceAll: (files) => void (onDisk = new Map(files.map((file) => [fileKey(file.uri), file]))),
    setOnDisk(uri, file) {
      if (file === undefined) onDisk.delete(fileKey(uri));
      else onDisk.set(fileKey(uri), file);
    },
    setOpen(model, rules) {
      open.set(fileKey(model.uri), new OpenFile(model, rules));
    },
    close: (uri) => void open.delete(fileKey(uri)),
    isCurrent: (model) => open.get(fileKey(model.uri))?.model === model,
    rulesOf: (uri) => (open.get(fileKey(uri)) ?? onDisk.get(fileKey(uri)))?.rules ?? [],
    rules: () => members().flatMap(({ rules }) => rules),
    files: () => members().map(({ uri }) => uri),
    openUri: (uri) => open.get(fileKey(uri))?.uri ?? uri,
    hasOthersOpen: (uri) => [...open.keys()].some((key) => key !== fileKey(uri)),
    openBeside(rules, uri) {
      const shared = createRepository(rules);
      const others = [...open].filter(([key]) => key !== fileKey(uri));
      return others.flatMap(([, file]) => (file.rules.some((rule) => shared.neighbours(rule).length > 0) ? [file.uri] : []));
    },
  };
}
