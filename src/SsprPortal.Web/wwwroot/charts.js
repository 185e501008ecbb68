// Draws the table beside each chart: its first column names the points, every other column is a series.

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colours = [1, 2, 3, 4, 5, 6, 7].map((number) => `--chart-${number}`);

// Chart.js comes before this module in the page.
for (const box of document.querySelectorAll('.chart')) {
  const table = document.getElementById(box.dataset.table);
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  box.append(canvas);
  // Bars below each other take as much room as there are bars.
  if (box.dataset.lying === 'true') box.style.height = `${rows.length * Math.max(36, (heads.length - 1) * 14) + 80}px`;
  box.hidden = false;
  const draw = () => new window.Chart(canvas, {
    type: 'bar',
    data: {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      datasets: heads.slice(1).map((label, i) => ({
        label,
        data: rows.map((row) => Number(row.cells[i + 1].dataset.value)),
        backgroundColor: token(colours[i % colours.length]),
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: box.dataset.lying === 'true' ? 'y' : 'x',
      color: token('--ink'),
      plugins: { legend: { display: heads.length > 2 } },
      scales: {
        x: { ticks: { color: token('--ink-2'), precision: 0 }, grid: { color: token('--line') } },
        y: { ticks: { color: token('--ink-2'), precision: 0 }, grid: { color: token('--line') } },
      },
    },
  });
  let chart = draw();
  // Dark or light: drawn anew in the other colours.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { chart.destroy(); chart = draw(); });
}
