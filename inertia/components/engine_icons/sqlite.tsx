/** A file that is a table. */
export default {
  hue: 262,
  drawing: (
    <>
      <path d="M6 20V5.5A1.5 1.5 0 0 1 7.5 4H14l4 4v10.5a1.5 1.5 0 0 1-1.5 1.5z" />
      <path d="M14 4v4h4" />
      <path d="M9 12.5h6M9 16h6M12 12.5V16" />
    </>
  ),
}
