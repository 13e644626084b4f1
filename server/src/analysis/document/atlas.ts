/** Entries of MITRE ATLAS in a rule's mapping: the form of ids and pages, as the product has no list of its techniques. */
import type { Problem } from '../../base/problem.js';
import { quoted } from '../../base/quoted.js';
import type { Mapping } from './attackFixes.js';
import { replacing } from './repairs.js';
import type { MappedPart, ThreatEntry } from './threat.js';

const forms = {
  tactic: { id: /^AML\.TA\d{4}$/, example: 'AML.TA0000', folder: 'tactics' },
  technique: { id: /^AML\.T\d{4}$/, example: 'AML.T0051', folder: 'techniques' },
  'sub-technique': { id: /^AML\.T\d{4}\.\d{3}$/, example: 'AML.T0051.000', folder: 'techniques' },
} as const;

export function atlasProblems(mapping: Mapping, { tactic, techniques }: ThreatEntry): readonly Problem[] {
  return [
    ...(tactic === undefined ? [] : partProblems(mapping, tactic, 'tactic')),
    ...techniques.flatMap((technique) => [
      ...partProblems(mapping, technique, 'technique'),
      ...technique.subtechniques.flatMap((subtechnique) => partProblems(mapping, subtechnique, 'sub-technique')),
    ]),
  ];
}

function partProblems({ tree }: Mapping, { id, reference }: MappedPart, kind: keyof typeof forms): readonly Problem[] {
  if (id === undefined) return [];
  const form = forms[kind];
  if (!form.id.test(id.value)) {
    return [
      { code: 'ATK001', span: id.span, message: `${quoted(id.value)} is not a ${kind} of MITRE ATLAS; one looks like \`${form.example}\`` },
    ];
  }
  const url = `https://atlas.mitre.org/${form.folder}/${id.value}/`;
  if (reference === undefined || reference.value.replace(/\/?$/, '/') === url) return [];
  return [
    { code: 'ATK004', span: reference.span, message: `The page of \`${id.value}\` is ${url}`, fixes: replacing(tree, reference, url) },
  ];
}
