import { Input, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core'
import { useId } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import type { Visibility } from '~/api/types'
import type { FormValues } from '~/components/connect/form_values'

/** How the saved connection is called and, for its owner to say, who sees it. */
export function SaveAs({ mayShare }: { mayShare: boolean }) {
  const visibleTo = useId()
  const { control } = useFormContext<FormValues>()
  return (
    <Stack gap={14}>
      <Controller
        control={control}
        name="name"
        rules={{ validate: (name) => name.trim() !== '' || 'Enter a name.' }}
        render={({ field, fieldState }) => (
          <TextInput
            {...field}
            label="Name"
            description="How you and your team find it."
            required
            withAsterisk={false}
            autoComplete="off"
            maxLength={120}
            error={fieldState.error?.message}
          />
        )}
      />
      {mayShare && (
        <Controller
          control={control}
          name="visibility"
          render={({ field }) => (
            <Input.Wrapper label="Visible to" labelElement="div" labelProps={{ id: visibleTo }}>
              <div>
                <SegmentedControl
                  aria-labelledby={visibleTo}
                  value={field.value}
                  onChange={(value) => field.onChange(value as Visibility)}
                  data={[
                    { value: 'tenant', label: 'Your team' },
                    { value: 'private', label: 'Only you' },
                  ]}
                />
              </div>
            </Input.Wrapper>
          )}
        />
      )}
      <Controller
        control={control}
        name="tags"
        render={({ field, fieldState }) => (
          <TagsInput
            {...field}
            label="Tags"
            placeholder={field.value.length === 0 ? 'Press Enter after each' : undefined}
            maxTags={20}
            error={fieldState.error?.message}
          />
        )}
      />
    </Stack>
  )
}
