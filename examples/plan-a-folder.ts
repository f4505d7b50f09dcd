// A plan made from a folder of Applications: what would be written, as Markdown for a comment on a pull request. Nothing is written.
import { createUpdater } from '@towline/argo-updater';

const updater = createUpdater({ applications: process.argv[2] ?? 'apps', environment: process.env });
const { applications, skipped, problems } = await updater.plan();
for (const { application, images, files } of applications) {
  process.stdout.write(`### ${application}\n\n`);
  for (const { image, kind, from, to, reason } of images) {
    const step = kind === 'change' ? `${from ?? 'nothing'} → ${to}` : kind;
    process.stdout.write(`- ${image}: ${step}${reason === undefined ? '' : ` (${reason})`}\n`);
  }
  for (const { diff } of files) process.stdout.write(`\n\`\`\`diff\n${diff}\`\`\`\n`);
}
for (const { application, reason } of skipped) process.stdout.write(`- ${application} is left out: ${reason}\n`);
for (const problem of problems) process.stdout.write(`- ${problem}\n`);
