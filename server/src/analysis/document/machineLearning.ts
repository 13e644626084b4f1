/** TYP151: the job and the score of a machine_learning rule. */
import type { Problem } from '../../base/problem.js';
import { entryOf, numberAt } from '../../rule/value.js';
import type { FrameCheck } from './check.js';
import { replacing } from './repairs.js';

export const checkMachineLearning: FrameCheck = ({ tree, type }) => {
  const rule = tree?.rule;
  if (tree === undefined || rule === undefined || type?.value !== 'machine_learning') return [];
  const score = numberAt(rule, 'anomaly_threshold');
  const job = entryOf(rule, 'machine_learning_job_id')?.value;
  const isEmpty = job?.kind === 'string' ? job.value.trim() === '' : job?.kind === 'array' && job.elements.length === 0;
  const problems: Problem[] = [];
  if (score !== undefined && !(Number(score.value) >= 0 && Number(score.value) <= 100)) {
    const message = `\`anomaly_threshold\` is a number from 0 to 100, not ${score.value}`;
    problems.push({ code: 'TYP151', span: score.span, message, fixes: replacing(tree, score, Number(score.value) > 100 ? 100 : 0) });
  }
  if (job !== undefined && isEmpty) problems.push({ code: 'TYP151', span: job.span, message: 'The rule names no machine learning job' });
  return problems;
};
