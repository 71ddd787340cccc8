/** Draws a table of numbers over time above the table, which stays for whoever reads or prints. */

const HEIGHT = 180;
const still = document.querySelectorAll("table[data-chart]");
const ink = () => getComputedStyle(document.documentElement);

for (const table of still) {
  const cells = [...table.querySelectorAll("[data-x]")];
  if (cells.length < 2 || !globalThis.uPlot) continue;
  const data = [cells.map((cell) => Number(cell.dataset.x)), cells.map((cell) => Number(cell.dataset.y))];
  const figure = document.createElement("figure");
  figure.className = "chart plot noprint";
  figure.setAttribute("aria-hidden", "true"); // the table says the same
  table.closest(".scroll").before(figure);
  const axis = { stroke: ink().getPropertyValue("--dim"), grid: { stroke: ink().getPropertyValue("--rule"), width: 1 } };
  const series = { label: table.dataset.label, stroke: ink().getPropertyValue("--accent"), width: 2, points: { show: cells.length < 60 } };
  const plot = new globalThis.uPlot(
    { width: figure.clientWidth, height: HEIGHT, axes: [axis, axis], series: [{}, series], legend: { show: false } },
    data,
    figure,
  );
  addEventListener("resize", () => plot.setSize({ width: figure.clientWidth, height: HEIGHT }));
}
