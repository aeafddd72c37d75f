/** Does one part of a start and shows how long it took. The answer may be what to say beside the time. */
export async function phase(name: string, work: () => Promise<string | void>): Promise<void> {
  const began = performance.now();
  process.stdout.write(`  ${name} … `);
  try {
    const remark = await work();
    process.stdout.write(`${seconds(began)}${remark ? ` (${remark})` : ""}\n`);
  } catch (error) {
    process.stdout.write(`failed after ${seconds(began)}\n`);
    throw error;
  }
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
