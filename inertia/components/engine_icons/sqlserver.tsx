/** Two machines in a rack. */
export default {
  hue: 350,
  drawing: (
    <>
      <rect x="4.5" y="4.5" width="15" height="6.5" rx="1.5" />
      <rect x="4.5" y="13" width="15" height="6.5" rx="1.5" />
      <path d="M7.5 7.75h.01M7.5 16.25h.01M11 7.75h5.5M11 16.25h5.5" />
    </>
  ),
}
