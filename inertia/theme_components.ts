import type {
  ActionIconProps,
  BadgeProps,
  ButtonProps,
  DrawerProps,
  InputWrapperProps,
  MantineThemeComponents,
  MenuProps,
  ModalProps,
  NotificationProps,
  NumberInputProps,
  SegmentedControlProps,
  SelectProps,
  TooltipProps,
} from '@mantine/core'
import type { Strings } from '~/strings/strings_context'

/**
 * What Mantine's components are like unless somebody says otherwise. Only their types are imported: a page loads no
 * component because another page uses it.
 */
export function componentDefaults({ common }: Strings): MantineThemeComponents {
  const closeButtonProps = { 'aria-label': common.close }
  return {
    ...inputs,
    ActionIcon: withDefaults<ActionIconProps>({ variant: 'subtle', color: 'gray', size: 32 }),
    Badge: withDefaults<BadgeProps>({
      variant: 'default',
      size: 'sm',
      radius: 'sm',
      tt: 'none',
      fw: 500,
    }),
    Button: {
      ...withDefaults<ButtonProps>({ size: 'sm' }),
      vars: (_theme: unknown, { size }: ButtonProps) =>
        size === 'sm'
          ? { root: { '--button-height': '34px', '--button-padding-x': '14px' } }
          : { root: {} },
    },
    Drawer: withDefaults<DrawerProps>({ closeButtonProps }),
    Menu: withDefaults<MenuProps>({ ...pop, position: 'bottom-end', radius: 'md' }),
    Modal: withDefaults<ModalProps>({
      radius: 'lg',
      shadow: 'xl',
      closeButtonProps,
      overlayProps: { backgroundOpacity: 0.5 },
      transitionProps: { duration: 140, transition: 'fade' },
    }),
    Notification: withDefaults<NotificationProps>({ closeButtonProps }),
    SegmentedControl: withDefaults<SegmentedControlProps>({ size: 'xs' }),
    Tooltip: withDefaults<TooltipProps>({
      openDelay: 300,
      withArrow: true,
      fz: 'xs',
      transitionProps: { duration: 100 },
    }),
  }
}

const pop = { shadow: 'md', transitionProps: { duration: 120, transition: 'pop' } } as const

const field = { defaultProps: { size: 'sm' } }

const inputs: MantineThemeComponents = {
  // In red it would look like something that somebody typed.
  Input: {
    styles: { wrapper: { '--input-placeholder-color': 'var(--mantine-color-placeholder)' } },
  },
  InputWrapper: {
    // Help goes below, so that inputs on one line stay on one line.
    ...withDefaults<InputWrapperProps>({
      inputWrapperOrder: ['label', 'input', 'error', 'description'],
    }),
    vars: () => ({
      label: {
        '--input-label-size': '13px',
        '--input-asterisk-color': 'var(--mantine-color-error)',
      },
      error: { '--input-error-size': '12px' },
      success: { '--input-success-size': '12px' },
      description: { '--input-description-size': '12px' },
    }),
  },
  NumberInput: withDefaults<NumberInputProps>({ size: 'sm', hideControls: true }),
  NativeSelect: field,
  PasswordInput: field,
  Select: withDefaults<SelectProps>({ size: 'sm', allowDeselect: false, comboboxProps: pop }),
  TagsInput: field,
  Textarea: field,
  TextInput: field,
}

function withDefaults<Props>(defaultProps: Partial<Props>) {
  return { defaultProps }
}
