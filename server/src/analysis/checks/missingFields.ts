/** QRY021 and EQL116: exclusions that are true of every event without the field. */
import type { Problem } from '../../base/problem.js';
import { sliceSpan, span } from '../../base/span.js';
import { flattened, type Condition, type ConditionRoot, type Test } from '../conditions/condition.js';

/** Only where nothing beside the exclusion asks for a value of the field. */
export function missingFields({ condition, language, text }: ConditionRoot): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (part: Condition, given: readonly string[]): void => {
    const operands = flattened(part, 'all');
    const tests = operands.filter((operand) => operand.kind === 'test');
    const present = [...given, ...tests.map(({ field }) => field)];
    for (const operand of operands) {
      if (operand.kind === 'any') operand.operands.forEach((each) => visit(each, present));
      const test = operand.kind === 'not' && operand.operand.kind === 'test' ? operand.operand : undefined;
      if (test !== undefined && test.relation !== 'exists' && !present.includes(test.field))
        problems.push(problemOf(operand, test, language, sliceSpan(text, test.fieldSpan)));
    }
  };
  visit(condition, []);
  return problems;
}

/** The condition added stands before the exclusion, so that what is joined with it stays as it is. */
function problemOf(exclusion: Condition, { fieldSpan }: Test, language: ConditionRoot['language'], field: string): Problem {
  const { span: place, grouped } = exclusion;
  const isValue = fieldSpan.start < place.start;
  const present = language === 'eql' ? `${field} != null` : `${field}: *`;
  const edits = [
    { span: span(place.start, place.start), newText: `(${present} and ` },
    { span: span(place.end, place.end), newText: ')' },
  ];
  return {
    code: language === 'eql' ? 'EQL116' : 'QRY021',
    span: place,
    message: `This is true of events without \`${field}\` as well; add \`${present}\` where they are not meant`,
    fixes: isValue || grouped ? [] : [{ title: `Ask for a value with \`${present}\``, edits }],
  };
}
