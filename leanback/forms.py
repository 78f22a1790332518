from django.forms.renderers import TemplatesSetting


class FieldRenderer(TemplatesSetting):
    """One field template for the whole site, allauth's pages included: templates/forms/field.html."""

    field_template_name = "forms/field.html"
