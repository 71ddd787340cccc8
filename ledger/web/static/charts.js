/** Draws a table of numbers over time above the table, which stays for whoever reads or prints. */

const HEIGHT = 180;
const still = document.querySelectorAll("table[data-chart]");
const WHOLE = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();
const utc = (_, times) => times.map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " "));
const ink = () => getComputedStyle(document.documentElement);

for (const table of still) {
  const cells = [...table.querySelectorAll("[data-x]")];
  if (cells.length < 2 || !globalThis.uPlot) continue;
  const data = [cells.map((cell) => Number(cell.dataset.x)), cells.map((cell) => Number(cell.dataset.y))];
  const figure = document.createElement("figure");
  figure.className = "chart plot noprint";
  figure.setAttribute("aria-hidden", "true"); // the table says the same
  table.closest(".scroll").before(figure);
  const color = { stroke: ink().getPropertyValue("--dim"), grid: { stroke: ink().getPropertyValue("--rule"), width: 1 } };
  const series = { label: table.dataset.label, stroke: ink().getPropertyValue("--accent"), width: 2, paths: globalThis.uPlot.paths.stepped({ align: 1 }), points: { show: cells.length < 60 } };
  const plot = new globalThis.uPlot(
    { width: figure.clientWidth, height: HEIGHT, axes: [{ ...color, values: utc, space: 130 }, { ...color, incrs: WHOLE }], series: [{}, series], legend: { show: false } },
    data,
    figure,
  );
  addEventListener("resize", () => plot.setSize({ width: figure.clientWidth, height: HEIGHT }));
}
