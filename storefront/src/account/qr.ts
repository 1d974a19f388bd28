/** A QR symbol of the API as an image's address. Its SVG is made to stand in a page, so it has no namespace. */
export function imageOf(svg: string): string {
  const image = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(image)}`;
}
