/** A Markdown table. In the cells, code spans stay as they are, `<` elsewhere is no HTML, and `|` ends no cell. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.map(escaped).join(' | ')} |\n`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('');
}

function escaped(cell) {
  return cell.replace(/(`[^`]*`)|</g, (_match, code) => code ?? '&lt;').replaceAll('|', '\\|');
}
