/** Diagnostics of index patterns and integrations. */
import { inToml, type CodeRow } from './row.js';

const eql = (query: string): string => `type = "eql"\nlanguage = "eql"\nquery = '${query}'`;

export const indicesCodes: readonly CodeRow[] = [
  {
    code: 'IDX001',
    severity: 'error',
    title: 'Rule does not say clearly what it searches',
    about:
      'A rule searches either its `index` patterns or a data view, `data_view_id`. With both, Kibana ignores `index`: a warning, and an error for detections as code, ' +
      'whose rules have to have one of the two. An empty list of patterns is always an error.',
    examples: [inToml('index = []', 'index = ["logs-*"]')],
  },
  {
    code: 'IDX002',
    severity: 'hint',
    title: 'Index pattern is covered by another one',
    about: 'Each index that this pattern stands for is searched anyway, because of another pattern of the list. It can go.',
    examples: [inToml('index = ["logs-*", "logs-endpoint.events.process-*"]', 'index = ["logs-*"]')],
  },
  {
    code: 'IDX003',
    severity: 'information',
    title: 'Fields of an index pattern are not known',
    about:
      'No field list for any pattern of the rule is loaded beside ECS, so a field that is not in ECS may exist or not: names are checked with less certainty. ' +
      'Field lists can be imported from mappings, packages and sample events.',
    examples: [inToml('index = ["acme-proxy-*"]', 'index = ["logs-endpoint.events.network-*"]')],
  },
  {
    code: 'IDX004',
    severity: 'warning',
    title: 'No index of the rule has the dataset that the query wants',
    about:
      'The name of a data stream says which dataset it has: `logs-okta.system-default` has `okta.system`. ' +
      'Here the query wants a dataset that no index pattern of the rule can hold, so this condition is never met. Add the index pattern, or correct the dataset. ' +
      'Beside datasets that the indices can hold it is an information.',
    examples: [
      inToml(
        `index = ["logs-okta.system-*"]\nquery = 'data_stream.dataset: aws.cloudtrail'`,
        `index = ["logs-aws.cloudtrail-*"]\nquery = 'data_stream.dataset: aws.cloudtrail'`,
      ),
    ],
  },
  {
    code: 'IDX005',
    severity: 'warning',
    title: 'No index of the rule has events of this category',
    about:
      'Elastic Defend keeps the events of each kind in an index of their own: processes in `logs-endpoint.events.process-*`, files in `logs-endpoint.events.file-*`. ' +
      'The query looks for events that none of the rule’s index patterns can have.',
    examples: [
      inToml(
        `index = ["logs-endpoint.events.process-*"]\n${eql('registry where true')}`,
        `index = ["logs-endpoint.events.registry-*"]\n${eql('registry where true')}`,
      ),
    ],
  },
  {
    code: 'IDX009',
    severity: 'hint',
    defaultOff: true,
    title: 'Index patterns are not sorted',
    about: 'Lists in alphabetical order are easier to compare. Off unless it is switched on.',
    examples: [inToml('index = ["winlogbeat-*", "auditbeat-*"]', 'index = ["auditbeat-*", "winlogbeat-*"]')],
  },
];
